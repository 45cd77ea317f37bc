using System.Text;
using System.Text.Json;

namespace AssumeRole.Sandbox.Stores;

/// <summary>What a store answers: an object, or an error.</summary>
internal sealed class StoreAnswer
{
    private StoreAnswer(string body, StoreError? error)
    {
        Body = body;
        Error = error;
    }

    public string Body { get; }

    public StoreError? Error { get; }

    public int StatusCode => Error?.StatusCode ?? 200;

    /// <summary>An object with the members that are written.</summary>
    public static StoreAnswer Of(Action<Utf8JsonWriter> write) => new(Write(write), null);

    public static implicit operator StoreAnswer(StoreError error) => new(
        Write(json =>
        {
            json.WriteString("__type", error.Code);
            json.WriteString("Message", error.Message);
        }),
        error);

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
