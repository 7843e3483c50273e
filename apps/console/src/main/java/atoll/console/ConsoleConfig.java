package atoll.console;

import atoll.base.config.Doc;
import atoll.base.config.Secret;
import atoll.console.access.PasswordHash;
import atoll.http.origin.Network;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may use the console. It answers below `/console/` of the address that Atoll listens on.
///
/// @param accounts those who may change something after a login
/// @param trustHeader null if no proxy is trusted
public record ConsoleConfig(
        @Doc("false leaves the console out") boolean enabled,

        @Doc("true shows everything to whoever is on this machine; false asks for a login first")
        boolean openReading,

        @Doc("who may log in; changing anything needs it") List<Account> accounts,

        @Doc("header in which a trusted proxy gives the name of the user it has authenticated (example: X-Remote-User)")
        @Nullable
        String trustHeader,

        @Doc("networks of the proxies whose header is believed; from elsewhere it is ignored")
        List<String> trustNetworks,

        @Doc("a session ends after this time without a request")
        Duration sessionIdle,

        @Doc("a session ends after this time in any case") Duration sessionLifetime) {

    public static final ConsoleConfig DEFAULTS =
            new ConsoleConfig(true, true, List.of(), null, List.of(), Duration.ofMinutes(30), Duration.ofHours(12));

    public ConsoleConfig {
        checkNames(accounts);
        trustNetworks.forEach(Network::parse);
        if (!sessionIdle.isPositive() || !sessionLifetime.isPositive()) {
            throw new IllegalArgumentException("'session-idle' and 'session-lifetime' must be longer than nothing");
        }
        if ((trustHeader == null) != trustNetworks.isEmpty()) {
            throw new IllegalArgumentException(
                    "'trust-header' and 'trust-networks' need each other: give both or none");
        }
        if (trustHeader != null && !trustHeader.matches("[A-Za-z0-9-]{1,100}")) {
            throw new IllegalArgumentException(
                    "'trust-header' is '" + trustHeader + "': must be the name of a header (example: X-Remote-User)");
        }
    }

    private static void checkNames(List<Account> accounts) {
        Set<String> names = new HashSet<>();
        for (Account account : accounts) {
            if (!names.add(account.name)) {
                throw new IllegalArgumentException("account '" + account.name + "' is given twice: remove one");
            }
        }
    }

    /// Someone who may log in.
    public record Account(
            @Doc("as in the audit list: letters, digits, and . _ @ -")
            String name,

            @Doc("made by `atoll console password`") Secret passwordHash) {
        public Account {
            if (!name.matches("[A-Za-z0-9._@-]{1,100}")) {
                throw new IllegalArgumentException(
                        "account name '" + name + "' must be 1 to 100 letters, digits, and . _ @ -");
            }
            PasswordHash.parse(passwordHash.reveal());
        }
    }
}
