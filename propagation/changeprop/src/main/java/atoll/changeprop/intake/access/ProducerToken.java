package atoll.changeprop.intake.access;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A secret in a producer's URL, and the wikis it may send events of. Only a digest of the secret is kept.
public final class ProducerToken {
    private static final int SHORTEST = 16;

    private final byte[] digest;
    private final Set<String> wikis;
    private final Set<String> domains;

    /// @param wikis ids of the wikis (`database`, `wiki_id` or `wiki` of events)
    /// @param domains `meta.domain` of events that name no wiki id, such as purges
    /// @throws AtollException INVALID if the secret is short, or no wiki and no domain is given
    public ProducerToken(String secret, Set<String> wikis, Set<String> domains) {
        if (secret.length() < SHORTEST) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "token of wikis " + wikis + " has " + secret.length() + " characters: must have at least "
                            + SHORTEST);
        }
        if (wikis.isEmpty() && domains.isEmpty()) {
            throw new AtollException(
                    ErrorKind.INVALID, "a token names no wiki and no domain: must name what it is for");
        }
        this.digest = digest(secret);
        this.wikis = Set.copyOf(wikis);
        this.domains = Set.copyOf(domains);
    }

    /// Compares in a time that does not depend on the secret.
    boolean matches(byte[] digestOfShown) {
        return MessageDigest.isEqual(digest, digestOfShown);
    }

    /// True if an event of this wiki may be sent. The wiki id decides; the domain does where there is none.
    public boolean covers(@Nullable String wiki, @Nullable String domain) {
        if (wiki != null) {
            return wikis.contains(wiki) && (domain == null || domains.isEmpty() || domains.contains(domain));
        }
        return domain != null && domains.contains(domain);
    }

    static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ProducerToken[wikis=" + wikis + ", domains=" + domains + "]";
    }
}
