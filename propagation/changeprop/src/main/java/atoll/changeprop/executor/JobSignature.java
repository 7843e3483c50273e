package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// MediaWiki's signature of a job event: HMAC-SHA1 under `$wgSecretKey` over the JSON text of all other fields.
///
/// Verifying decodes and encodes as PHP does, so what PHP forgets (white space, escapes, `{}` or `[]`, where the
/// signature stands) does not matter, and everything else (order, an added or changed field, even a date's format)
/// does.
public final class JobSignature {
    /// The field the signature is in.
    public static final String FIELD = "mediawiki_signature";

    private JobSignature() {}

    public enum Verdict {
        VALID,
        INVALID,
        /// There is no signature.
        MISSING,
        /// Not a JSON object that PHP could read.
        UNREADABLE
    }

    public static Verdict verify(byte[] event, byte[] key) {
        Map<String, @Nullable Object> fields = PhpJson.decodeObject(event);
        if (fields == null) {
            return Verdict.UNREADABLE;
        }
        Object given = fields.remove(FIELD);
        if (given == null) {
            return Verdict.MISSING;
        }
        byte[] expected = signature(fields, key).getBytes(StandardCharsets.US_ASCII);
        boolean equal =
                given instanceof String text && MessageDigest.isEqual(expected, text.getBytes(StandardCharsets.UTF_8));
        return equal ? Verdict.VALID : Verdict.INVALID;
    }

    /// The event as MediaWiki would send it: in PHP's spelling, with the signature as its last field. A signature that
    /// is there already is replaced.
    ///
    /// @throws AtollException INVALID if the event is not a JSON object
    public static byte[] sign(byte[] event, byte[] key) {
        Map<String, @Nullable Object> fields = PhpJson.decodeObject(event);
        if (fields == null) {
            throw new AtollException(ErrorKind.INVALID, "only a JSON object can be signed");
        }
        fields.remove(FIELD);
        fields.put(FIELD, signature(fields, key));
        return PhpJson.encode(fields);
    }

    private static String signature(Map<String, @Nullable Object> fields, byte[] key) {
        if (key.length == 0) {
            throw new AtollException(ErrorKind.INVALID, "the secret key is empty; it must be the wiki's $wgSecretKey");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(PhpJson.encode(fields)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HMAC-SHA1", e);
        }
    }
}
