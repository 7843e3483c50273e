package atoll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.time.SystemTime;
import atoll.bench.measure.Figure;
import atoll.bench.process.NullIntake;
import atoll.bench.process.ServerUnderTest;
import atoll.bench.process.Servers;
import atoll.bench.wire.EventShape;
import atoll.changeprop.rule.RuleSet;
import atoll.server.node.Atoll;
import atoll.server.node.AtollConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntakeRunTest {
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void measuresARealAtollAgainstTheServerThatStoresNothing(@TempDir Path scratch) throws Exception {
        Session session = new Session(
                Scale.QUICK,
                new ServersInThisProcess(),
                scratch,
                new SystemTime(),
                "0123456789abcdef0123456789ab",
                new PrintStream(progress, true, StandardCharsets.UTF_8));

        new IntakeRun(session, EventShape.job(session.time().instant())).run();

        List<Figure> figures = session.figures().figures();
        assertThat(figures)
                .extracting(Figure::what)
                .contains(
                        "Atoll, one event a request",
                        "storing nothing, one event a request",
                        "Atoll against the server storing nothing",
                        "Atoll, batches of 100",
                        "Atoll, batches of 100: syncs of the log");
        assertThat(figures)
                .allSatisfy(figure ->
                        assertThat(figure.value().median()).isNotNegative().isFinite());
        assertThat(figures.getFirst().value().median()).isPositive();
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("round 1 of 1");
    }

    private static final class ServersInThisProcess implements Servers {
        @Override
        public ServerUnderTest atoll(Setup setup) {
            AtollConfig d = AtollConfig.DEFAULTS;
            AtollConfig config = new AtollConfig(
                    setup.data(),
                    "127.0.0.1:0",
                    d.datacenter(),
                    d.wiki(),
                    d.worker(),
                    d.wikis(),
                    d.rules(),
                    d.secretKey(),
                    d.allowedHosts(),
                    d.jobs(),
                    d.intake(),
                    d.log(),
                    d.admin());
            Atoll atoll = Atoll.start(setup.data(), config, RuleSet.builtIn());
            return new InThisProcess(atoll.port(), atoll::close);
        }

        @Override
        public ServerUnderTest nothing() {
            NullIntake nothing = new NullIntake(0);
            return new InThisProcess(nothing.port(), nothing::close);
        }
    }

    private record InThisProcess(int port, Runnable closing) implements ServerUnderTest {
        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public Optional<Heap> heapAfterCollection() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
