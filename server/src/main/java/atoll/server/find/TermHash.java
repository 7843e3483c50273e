package atoll.server.find;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Eight bytes of a term's SHA-256: the same on every machine, and nobody can make many terms share one. Not
/// thread-safe.
final class TermHash {
    private final MessageDigest digest;

    TermHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    long of(String term) {
        return ByteBuffer.wrap(digest.digest(term.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
