package atoll.console.access;

import atoll.base.id.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Values that cannot be guessed.
final class Tokens {
    private static final int RANDOM_LONGS = 4;
    private static final String MAC = "HmacSHA256";

    private final byte[] key;

    /// Seals with a key of this process; what another process sealed does not count.
    Tokens(Randomness randomness) {
        this.key = random(randomness).getBytes(StandardCharsets.US_ASCII);
    }

    /// 256 random bits, as text that fits into a cookie.
    static String random(Randomness randomness) {
        ByteBuffer bytes = ByteBuffer.allocate(RANDOM_LONGS * Long.BYTES);
        for (int i = 0; i < RANDOM_LONGS; i++) {
            bytes.putLong(randomness.nextLong());
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// What only this process can compute of a text.
    String seal(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC with SHA-256", e);
        }
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
