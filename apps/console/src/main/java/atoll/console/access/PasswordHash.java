package atoll.console.access;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.id.Randomness;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A password, hashed slowly: `pbkdf2-sha256$ROUNDS$SALT$HASH`, salt and hash in URL-safe Base64.
///
/// PBKDF2 because the JDK has it: the only stronger choice, Argon2, would be a library with native code for one check a
/// day. 600 000 rounds take a third of a second.
public final class PasswordHash {
    /// What OWASP advises for SHA-256.
    public static final int ROUNDS = 600_000;

    static final int FEWEST_ROUNDS = 10_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    /// Longer passwords are refused before they are hashed.
    private static final int LONGEST = 1_000;

    private static final Pattern TEXT =
            Pattern.compile("pbkdf2-sha256\\$([0-9]{1,9})\\$([A-Za-z0-9_-]{16,100})\\$([A-Za-z0-9_-]{43})");

    private final int rounds;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash) {
        this.rounds = rounds;
        this.salt = salt;
        this.hash = hash;
    }

    public static PasswordHash of(String password, Randomness randomness) {
        return of(password, ROUNDS, randomness);
    }

    /// @param rounds fewer are for tests, and for nothing else
    public static PasswordHash of(String password, int rounds, Randomness randomness) {
        if (password.isEmpty() || password.length() > LONGEST) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "the password has " + password.length() + " characters: must have 1 to " + LONGEST);
        }
        ByteBuffer salt = ByteBuffer.allocate(SALT_BYTES);
        salt.putLong(randomness.nextLong()).putLong(randomness.nextLong());
        return new PasswordHash(rounds, salt.array(), hash(password, salt.array(), rounds));
    }

    /// @throws AtollException INVALID if the text is no such hash; the message does not repeat it
    public static PasswordHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        int rounds = parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
        if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "a password hash is not 'pbkdf2-sha256$ROUNDS$SALT$HASH' with at least " + FEWEST_ROUNDS
                            + " rounds: make one with 'atoll console password'");
        }
        Base64.Decoder base64 = Base64.getUrlDecoder();
        return new PasswordHash(rounds, base64.decode(parts.group(2)), base64.decode(parts.group(3)));
    }

    int rounds() {
        return rounds;
    }

    public boolean matches(String password) {
        return !password.isEmpty()
                && password.length() <= LONGEST
                && MessageDigest.isEqual(hash, hash(password, salt, rounds));
    }

    private static byte[] hash(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has PBKDF2 with SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /// The form in which it is configured.
    public String text() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "pbkdf2-sha256$" + rounds + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "PasswordHash[***]";
    }
}
