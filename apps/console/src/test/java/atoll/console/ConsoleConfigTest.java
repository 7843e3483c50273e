package atoll.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.config.Secret;
import atoll.base.error.AtollException;
import atoll.base.id.Randomness;
import atoll.base.time.SystemTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleConfigTest {
    private static final ConsoleConfig.Account ANN =
            RunningConsole.withAccount("ann").accounts().getFirst();

    private static ConsoleConfig config(
            List<ConsoleConfig.Account> accounts, @Nullable String header, List<String> networks, Duration idle) {
        return new ConsoleConfig(true, true, accounts, header, networks, idle, Duration.ofHours(1));
    }

    @Test
    void isOpenForReadingOnThisMachineByDefault() {
        ConsoleConfig d = ConsoleConfig.DEFAULTS;
        assertThat(d)
                .isEqualTo(new ConsoleConfig(
                        true, true, List.of(), null, List.of(), Duration.ofMinutes(30), Duration.ofHours(12)));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        Duration idle = Duration.ofMinutes(1);
        assertThatThrownBy(() -> config(List.of(ANN, ANN), null, List.of(), idle))
                .hasMessageContaining("'ann' is given twice");
        assertThatThrownBy(() -> config(List.of(), "X-Remote-User", List.of(), idle))
                .hasMessageContaining("need each other");
        assertThatThrownBy(() -> config(List.of(), null, List.of("10.0.0.0/8"), idle))
                .hasMessageContaining("need each other");
        assertThatThrownBy(() -> config(List.of(), "X User", List.of("10.0.0.0/8"), idle))
                .hasMessageContaining("name of a header");
        assertThatThrownBy(() -> config(List.of(), "X-User", List.of("10.0.0.0/99"), idle))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("is no network");
        assertThatThrownBy(() -> config(List.of(), null, List.of(), Duration.ZERO))
                .hasMessageContaining("longer than nothing");
        assertThatThrownBy(() -> new ConsoleConfig.Account("a b", ANN.passwordHash()))
                .hasMessageContaining("account name");
        assertThatThrownBy(() -> new ConsoleConfig.Account("bob", new Secret("plain text")))
                .isInstanceOf(AtollException.class)
                .hasMessageContaining("atoll console password")
                .hasMessageNotContaining("plain text");
    }

    @Test
    void hasNoRoutesIfItIsLeftOut() {
        ConsoleConfig off =
                new ConsoleConfig(false, true, List.of(), null, List.of(), Duration.ofMinutes(1), Duration.ofHours(1));
        Console.Ports ports =
                new Console.Ports(() -> URI.create("http://127.0.0.1:1"), null, new SystemTime(), Randomness.seeded(1));
        try (Console console = new Console(off, ports)) {
            assertThat(console.routes()).isEmpty();
        }
    }
}
