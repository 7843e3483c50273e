package atoll.server.demo;

import atoll.base.config.Secret;
import atoll.base.id.Randomness;
import atoll.console.ConsoleConfig;
import atoll.console.access.PasswordHash;
import java.util.List;

/// The account with which a newcomer can try the console's changes. Its password is new at each start.
record DemoAccount(String name, String password, ConsoleConfig console) {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 12;

    static DemoAccount create(Randomness randomness) {
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(LETTERS.charAt((int) randomness.nextLong(LETTERS.length())));
        }
        String name = "demo";
        Secret hash =
                new Secret(PasswordHash.of(password.toString(), randomness).text());
        ConsoleConfig d = ConsoleConfig.DEFAULTS;
        ConsoleConfig console = new ConsoleConfig(
                true,
                true,
                List.of(new ConsoleConfig.Account(name, hash)),
                null,
                List.of(),
                d.sessionIdle(),
                d.sessionLifetime());
        return new DemoAccount(name, password.toString(), console);
    }
}
