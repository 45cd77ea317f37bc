"""Makes the calls that standard input lists as JSON, each in a boto3 session of its own, and prints what came of each.

A call: {"profile": ..., "region": ..., "operation": "assume_role", "parameters": {...}}. Without a profile the
credentials are the instance's. "repeat" makes the call again after so many seconds with the same session, so that boto3 must
refresh its credentials.
"""

import json
import sys
import time

import boto3
from botocore.exceptions import BotoCoreError, ClientError


def make(call):
    try:
        session = boto3.Session(profile_name=call["profile"], region_name=call["region"])
        client = session.client("sts")
        credentials = session.get_credentials()
        operation = getattr(client, call["operation"])
        answer = operation(**call["parameters"])
        keys = [credentials.get_frozen_credentials().access_key]
        if "repeat" in call:
            time.sleep(call["repeat"])
            if call["profile"] is None:
                # botocore takes the instance's credentials for good up to 25 minutes longer than they say: say otherwise.
                credentials._expiry_time = credentials._time_fetcher()
            answer = operation(**call["parameters"])
            keys.append(credentials.get_frozen_credentials().access_key)
        return json.dumps({"answer": answer, "keys": keys}, default=str)
    except (BotoCoreError, ClientError) as error:
        return str(error)


if __name__ == "__main__":
    print(json.dumps([make(call) for call in json.load(sys.stdin)]))
