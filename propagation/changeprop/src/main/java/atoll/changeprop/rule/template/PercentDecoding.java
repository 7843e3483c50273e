package atoll.changeprop.rule.template;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Turns `%C3%BC` back into `ü`.
public final class PercentDecoding {
    private PercentDecoding() {}

    /// The decoded text; null if an escape is malformed or the bytes are not UTF-8.
    public static @Nullable String strictly(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream to = new ByteArrayOutputStream(from.length);
        for (int i = 0; i < from.length; i++) {
            if (from[i] != '%') {
                to.write(from[i]);
                continue;
            }
            int high = i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = i + 2 < from.length ? Character.digit(from[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            to.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(to.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /// The decoded text, or the text itself if it cannot be decoded.
    public static String leniently(String text) {
        String decoded = strictly(text);
        return decoded == null ? text : decoded;
    }
}
