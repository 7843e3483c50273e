package atoll.console.access;

import atoll.base.id.Randomness;
import atoll.http.Limit;
import java.time.Duration;
import java.util.Map;

/// The configured accounts. Checking a password takes long on purpose; at most two are checked at once.
public final class Accounts {
    private static final int AT_ONCE = 2;

    private final Map<String, PasswordHash> hashes;
    private final PasswordHash nobody;
    private final Limit checking = new Limit("password checks", AT_ONCE, Duration.ofSeconds(1));

    /// @param hashes by name
    public Accounts(Map<String, PasswordHash> hashes, Randomness randomness) {
        this.hashes = Map.copyOf(hashes);
        this.nobody = PasswordHash.of(
                Tokens.random(randomness),
                hashes.values().stream().mapToInt(PasswordHash::rounds).max().orElse(PasswordHash.FEWEST_ROUNDS),
                randomness);
    }

    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    /// Takes as long for a name that does not exist.
    ///
    /// @throws atoll.http.LimitReached when too many check at once
    public boolean isRight(String name, String password) {
        checking.enter();
        try {
            PasswordHash hash = hashes.get(name);
            boolean matches = (hash == null ? nobody : hash).matches(password);
            return hash != null && matches;
        } finally {
            checking.leave();
        }
    }
}
