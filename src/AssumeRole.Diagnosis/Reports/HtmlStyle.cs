namespace AssumeRole.Reports;

/// <summary>The style sheet of the page. It has no letter that XML would have escaped.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """

        :root { color-scheme: light dark;
          --page: #f4f6f8; --card: #ffffff; --ink: #1b2129; --soft: #57616d; --line: #d5dbe2; --lane: #f4f6f8; --code: #eef1f4;
          --passed: #157347; --warning: #8f5b00; --failed: #c4202c; --skipped: #66707b; --undecided: #6b46c1; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #0e1217; --card: #171c23; --ink: #e7ecf1; --soft: #9aa5b1; --line: #323a44; --lane: #11161c; --code: #222932;
          --passed: #46c278; --warning: #e0a63a; --failed: #ff6b68; --skipped: #8d98a4; --undecided: #b497ff; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue",
          Arial, "Noto Sans", sans-serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
        code, .mono { font-size: 13.5px; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
        main { max-width: 1200px; margin: 0 auto; padding: 24px 20px 40px; display: grid; gap: 20px; }
        .s-passed { --c: var(--passed); } .s-warning { --c: var(--warning); } .s-failed { --c: var(--failed); }
        .s-skipped { --c: var(--skipped); } .s-undecided { --c: var(--undecided); }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; min-width: 0; }
        header.card { border-top: 6px solid var(--c); }
        .over { color: var(--soft); font-size: 13px; margin: 0 0 8px; }
        .verdict { display: flex; gap: 14px; align-items: flex-start; }
        h1 { font-size: 23px; line-height: 1.3; margin: 0; padding-top: 3px; font-weight: 650; }
        h2 { font-size: 17px; margin: 0 0 12px; font-weight: 650; }
        h3 { font-size: 16px; margin: 0; font-weight: 650; }
        .mark { flex: none; display: inline-flex; width: 1.5em; height: 1.5em; border-radius: 50%; align-items: center;
          justify-content: center; border: 2px solid var(--c); color: var(--c); font-weight: 700; font-size: 13px; line-height: 1; }
        .verdict .mark { font-size: 24px; }
        .counts { display: flex; flex-wrap: wrap; gap: 8px; margin: 14px 0 0; padding: 0; list-style: none; }
        .chip { border: 1px solid var(--c); color: var(--c); border-radius: 99px; padding: 1px 11px; font-size: 13px; font-weight: 600;
          white-space: nowrap; }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 8px 16px; margin: 14px 0 0; }
        dt { color: var(--soft); font-size: 13px; padding-top: 1px; } dd { margin: 0; }
        header dl { gap: 3px 14px; font-size: 13.5px; color: var(--soft); } header dd code { color: var(--ink); }
        .columns { display: grid; grid-template-columns: 410px minmax(0, 1fr); gap: 20px; align-items: start; }
        .side { display: grid; gap: 20px; min-width: 0; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 20px; align-items: start; }
        figure { margin: 0; } figcaption { display: flex; gap: 10px; align-items: flex-start; font-weight: 650; margin-bottom: 12px; }
        svg { display: block; width: 100%; max-width: 400px; height: auto; margin: 0 auto; }
        .finding { border-left: 5px solid var(--c); } .finding .head { display: flex; gap: 10px; align-items: flex-start; }
        .finding .where { margin: 2px 0 0; color: var(--soft); font-size: 14px; }
        .seen { white-space: pre-wrap; font-size: 13.5px; background: var(--code); border-radius: 8px; padding: 8px 11px; }
        .remedy { white-space: pre-wrap; border: 1px solid var(--passed); border-radius: 8px; padding: 8px 11px; }
        ol.causes { margin: 0; padding-left: 22px; } ol.causes li + li { margin-top: 8px; } ol.causes p { margin: 2px 0 0; }
        .certain { border: 1px solid var(--c); color: var(--c); border-radius: 4px; padding: 0 5px; font-size: 12px; font-weight: 600; }
        dt.beside { padding-top: 9px; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; table-layout: fixed; overflow-wrap: break-word; }
        th.step { width: 33%; } th.time { width: 78px; } .word { display: inline-block; max-width: 100%; }
        th { text-align: left; color: var(--soft); font-size: 13px; font-weight: 600; }
        th, td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        tr:last-child td { border-bottom: 0; } td.time { white-space: nowrap; text-align: right; color: var(--soft); }
       
        th.time { text-align: right; } td.step { padding-left: 26px; position: relative; } td.step b { font-weight: 600; }
        td.step .mark { position: absolute; left: 0; top: 11px; font-size: 11px; } td.step span.target { display: block; color: var(--soft); }
        tr.chain th { color: var(--ink); padding-top: 18px; } td .status { color: var(--c); font-weight: 600; }
        footer { color: var(--soft); font-size: 13px; } footer p { margin: 0; }
        text { fill: var(--ink); font: 13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif; }
        text.name { font: 600 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
        text.detail { fill: var(--soft); font-size: 12px; } text.lane { fill: var(--soft); font-weight: 600; }
        text.time { fill: var(--soft); text-anchor: end; font-size: 12px; } tspan.step { font-weight: 650; } tspan.found { fill: var(--c); font-weight: 600; }
        text.sign { fill: var(--c); text-anchor: middle; font-weight: 700; font-size: 12px; } text.found { fill: var(--c); font-weight: 600; }
        rect.lane { fill: var(--lane); stroke: var(--line); } rect.node { fill: var(--card); stroke: var(--c); stroke-width: 1.5; }
        .far rect.node { stroke-dasharray: 5 4; } .far text.name { fill: var(--soft); }
        path.way { stroke: var(--c); stroke-width: 2.5; fill: none; }
        .far path.way { stroke-dasharray: 2 5; stroke-linecap: round; } .s-failed path.way { stroke-dasharray: none; }
        path.gap { stroke: var(--skipped); stroke-width: 2.5; stroke-dasharray: 2 5; stroke-linecap: round; fill: none; }
        path.head { fill: var(--c); } circle { fill: var(--card); stroke: var(--c); stroke-width: 2; }
        @media screen and (max-width: 900px) { .columns { grid-template-columns: minmax(0, 1fr); } }
        @media screen and (max-width: 620px) {
          main { padding: 12px 10px 28px; gap: 12px; } .columns, .side, .pictures { gap: 12px; } .card { padding: 14px; }
          h1 { font-size: 19px; } .verdict .mark { font-size: 20px; } dl { grid-template-columns: minmax(0, 1fr); gap: 2px; }
          dd { margin-bottom: 8px; } header dl { margin-top: 10px; } header dd { margin-bottom: 4px; }
          thead { display: none; } tr { display: grid; grid-template-columns: minmax(0, 1fr) max-content; padding: 9px 0;
            border-bottom: 1px solid var(--line); } tr:last-child { border-bottom: 0; }
          td, tr.chain th { border: 0; padding: 1px 0; } td.step .mark { top: 4px; } td.what { grid-column: 1 / -1; padding-left: 26px; } }
        @media print { body { background: #ffffff; font-size: 12px; } main { display: block; max-width: none; padding: 0; }
          .columns, .side, .pictures { display: block; } .card { margin-bottom: 12px; padding: 12px 14px; } svg { max-width: 330px; }
          header.card, figure.card, .finding, tr { break-inside: avoid; } table, code, .mono, .seen { font-size: 11px; } }

        """;
}
