package atoll.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.base.file.DiskFile;
import atoll.base.file.RealDisk;
import atoll.base.time.SystemTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessServersTest {
    @Test
    void theFlagsAreThoseOfTheLauncher() throws IOException {
        Path script = Path.of("../../scripts/jvm.sh");
        String launcher = Files.readString(script).replace("\\\n", " ");
        String line = launcher.lines()
                .filter(text -> text.contains("atoll_flags=\""))
                .findFirst()
                .orElseThrow();
        List<String> flags = Arrays.stream(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'))
                        .split("\\s+"))
                .filter(flag -> flag.startsWith("-") && !flag.startsWith("-Xlog"))
                .toList();

        assertThat(flags).containsExactlyElementsOf(ProcessServers.FLAGS);
    }

    @Test
    void aSlowDiskSyncsLateAndWritesTheSame(@TempDir Path directory) throws IOException {
        Duration delay = Duration.ofMillis(20);
        SlowDisk disk = new SlowDisk(new RealDisk(), delay, new SystemTime());
        Path path = directory.resolve("file");
        long start = System.nanoTime();
        try (DiskFile file = disk.open(path)) {
            file.write(ByteBuffer.wrap("content".getBytes(StandardCharsets.US_ASCII)), 0);
            file.sync();
        }

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(delay.toNanos());
        assertThat(Files.readString(path)).isEqualTo("content");
        assertThat(disk.list(directory)).containsExactly("file");
    }
}
