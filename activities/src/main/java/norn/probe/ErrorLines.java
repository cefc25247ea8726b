package norn.probe;

/** What lines look like that report an error, as the usual programs write them. */
public final class ErrorLines {
    /**
     * Lines that count where an environment does not say which do; a list as it stands in its file. In its order: words in capitals
     * (Python, Java, PostgreSQL, logrus); Serilog; Python's traces; levels in JSON, in logfmt and in brackets (nginx, Apache, rAthena,
     * structlog); MongoDB; pino and bunyan; glog; priorities of syslog, of the journal and of GELF; OpenTelemetry; zerolog, winston, .NET and
     * supervisord at a terminal; programs in Go, Rust, Java, Node, C++ and PHP that end.
     */
    public static final String DEFAULT = """
        - '\\b(ERROR|CRITICAL|FATAL|SEVERE|PANIC|ERRO|EMERGENCY)\\b'
        - '\\b(ERR|FTL)\\]'
        - 'Traceback \\(most recent call last\\)'
        - '(?i)"(level|lvl|severity|levelname|log[._]?level|@l)\\\\?"\\s*:\\s*\\\\?"(error|err|eror|critical|crit|d?panic|fatal|alert|emerg|emergency|severe)\\b'
        - '(?i)(^|[\\s,;|({])(level|lvl|severity|log_?level)="?(error|err|eror|critical|crit|d?panic|fatal|alert|emerg|emergency|severe)\\b'
        - '(?i)\\[([a-z0-9_.-]+:)?(error|fatal error|critical|crit|panic|fatal|alert|emerg|severe)\\s*\\]'
        - '"s":\\s*"[EF]"'
        - '\\{\\\\?"level\\\\?":(50|60),\\\\?"time|"pid\\\\?":\\d+,\\\\?"level\\\\?":(50|60),'
        - '^[EF]\\d{4} \\d\\d:\\d\\d:\\d\\d'
        - '^<([0-3]|8|9|1[01]|1[6-9]|2[4-7]|3[2-5]|4[0-3]|4[89]|5[01]|5[6-9]|6[4-7]|7[2-5]|8[0-3]|8[89]|9[01])>'
        - '^<(9[6-9]|10[4-7]|11[2-5]|12[0-3]|12[89]|13[01]|13[6-9]|14[4-7]|15[2-5]|16[0-3]|16[89]|17[01]|17[6-9]|18[4-7])>'
        - '"PRIORITY"\\s*:\\s*"?[0-3]\\b'
        - '"version":\\s*"1\\.\\d".*"level":\\s*[0-3]\\b'
        - '(?i)"severity_?number":\\s*(1[7-9]|2[0-4])\\b'
        - '^\\S+( \\S+)? (ERR|FTL|PNC) '
        - '^(\\d\\S{7,}( \\d\\S*)?:? +)?(error|fatal|critical|crit|fail)( \\[[^\\]]*\\])?: '
        - '^\\d\\S+ \\d\\S+ CRIT '
        - '^(panic|fatal error|Uncaught \\w+): |^(Uncaught )?\\w*Error: '
        - '^thread ''[^'']*'' panicked at|^Exception in thread "|UnhandledPromiseRejection'
        - 'Segmentation fault|^terminate called|PHP (Fatal|Parse) error'
        """;

    private ErrorLines() {}
}
