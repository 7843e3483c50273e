package atoll.it.mediawiki;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.changeprop.executor.JobSignature;

/// Job events of the test wiki.
final class Jobs {
    /// The test wiki's `$wgSecretKey`, which is that of the recordings.
    static final String KEY = "0123456789abcdef".repeat(4);

    private Jobs() {}

    /// A signed event.
    ///
    /// @param params a JSON object
    static String event(String type, String params) {
        String unsigned = """
                {"$schema":"/mediawiki/job/1.0.0","meta":{"domain":"127.0.0.1","stream":"mediawiki.job.%s"},\
                "database":"testwiki","type":"%s","params":%s}""".formatted(type, type, params);
        return new String(JobSignature.sign(unsigned.getBytes(UTF_8), KEY.getBytes(UTF_8)), UTF_8);
    }
}
