package atoll.changeprop.executor.contract;

import atoll.changeprop.executor.worker.WorkerExecutor;
import atoll.changeprop.executor.worker.WorkerPool;
import atoll.changeprop.executor.worker.WorkerSettings;
import atoll.changeprop.lag.BulkWork;
import atoll.work.Executor;
import atoll.work.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class WorkerContractTest extends ExecutorContract {
    private static final String WORKER = """
            echo '{"ready":1}'
            while IFS= read -r line; do
              id=${line#*'"id":"'}
              id=${id%%'"'*}
              event=${line#*'"event":'}
              printf '%s' "${event%\\}}" > "in-$$"
              keep "in-$$"
              case $line in
                *'"act":"fails"'*) echo '{"id":"'$id'","status":"failed","error":"out of luck"}' ;;
                *'"act":"refuses"'*) echo '{"id":"'$id'","status":"rejected","error":"out of luck"}' ;;
                *'"act":"waits"'*) echo '{"id":"'$id'","status":"postponed","retryAfter":40000000}' ;;
                *'"act":"shouts"'*)
                  yes "$(printf 'out\\r\\001of\\tluck')" | head -c 1000000 >&2
                  echo '{"id":"'$id'","status":"failed","error":"'"$(yes 'out\\nof\\u0000luck' | head -c 50000 | tr -d '\\n')"'"}' ;;
                *'"act":"babbles"'*) echo 'PHP Warning: {"id":"'$id'","status":"done"}' ;;
                *'"act":"dies"'*) kill -KILL $$ ;;
                *'"act":"streams"'*) cat /dev/zero ;;
                *'"act":"hangs"'*) hang ;;
                *) echo '{"id":"'$id'","status":"done"}' ;;
              esac
            done
            """;

    @TempDir
    Path directory;

    private Script script = new Script(Path.of(""));
    private Executor executor = (_) -> new Outcome.Failed(0, "not there yet");
    private @Nullable WorkerPool pool;

    @BeforeEach
    void write() {
        script = Script.in(directory, WORKER);
        pool = WorkerPool.of(
                new WorkerSettings(
                        "testwiki",
                        List.of("sh", script.path()),
                        2,
                        500,
                        256L << 20,
                        Duration.ofHours(1),
                        Duration.ofSeconds(10)),
                time,
                new SimpleMeterRegistry());
        Parts parts = new Parts(time);
        parts.wiki = new WorkerExecutor(pool, parts.lag, new BulkWork(Set.of()));
        executor = parts.executor("mediawiki");
    }

    @AfterEach
    void close() {
        if (pool != null) {
            pool.close();
        }
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
}
