package atoll.changeprop.executor.contract;

import atoll.changeprop.executor.process.LocalPrograms;
import atoll.work.Executor;
import atoll.work.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ProgramContractTest extends ExecutorContract {
    private static final String PROGRAM = """
            cat > "in-$$"
            event=$(cat "in-$$")
            keep "in-$$"
            case $event in
              *'"act":"fails"'*) echo 'out of luck' >&2; exit 75 ;;
              *'"act":"refuses"'*) echo 'out of luck'; exit 64 ;;
              *'"act":"shouts"'*) yes "$(printf 'out\\r\\001of\\tluck')" | head -c 1000000 >&2; exit 75 ;;
              *'"act":"babbles"'*) head -c 3000 /dev/urandom >&2; kill -SEGV $$ ;;
              *'"act":"dies"'*) kill -KILL $$ ;;
              *'"act":"streams"'*) exec cat /dev/zero ;;
              *'"act":"hangs"'*) hang ;;
            esac
            """;

    @TempDir
    Path directory;

    private Script script = new Script(Path.of(""));
    private Executor executor = (_) -> new Outcome.Failed(0, "not there yet");

    @BeforeEach
    void write() {
        script = Script.in(directory, PROGRAM);
        Parts parts = new Parts(time);
        parts.programs = new LocalPrograms(time);
        executor = parts.executor(
                "{process: ['" + script.path() + "'], retry_on: [75, 137, 139], output: 2MiB, memory: 64MiB}");
    }

    @Override
    Executor executor() {
        return executor;
    }

    @Override
    List<String> received() {
        return script.received();
    }

    @Override
    boolean isLetGo() {
        return !script.isHanging();
    }

    /// A program has no way to ask; what makes its deliveries wait is that it is not there.
    @Override
    void prepareToWait() throws Exception {
        Files.delete(Path.of(script.path()));
    }
}
