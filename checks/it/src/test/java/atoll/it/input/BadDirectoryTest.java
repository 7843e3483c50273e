package atoll.it.input;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.it.program.AtollProcess;
import atoll.it.program.IntakeClient;
import atoll.it.program.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void aSecondProcessOnTheSameDirectoryEndsAndTheFirstGoesOn() throws InterruptedException {
        Path data = directory.resolve("data");
        try (AtollProcess first = AtollProcess.serve(data).awaitReady();
                IntakeClient client = first.client()) {
            assertRefusesToStart(data, "is in use by another process; stop that one, or use another directory");
            assertThat(client.post(JobEvent.unique("testwiki").body()).status()).isEqualTo(201);
        }
    }

    @Test
    void aDataDirectoryThatIsAFile() throws IOException, InterruptedException {
        assertRefusesToStart(Files.writeString(directory.resolve("file"), "text"), "cannot be used");
    }

    /// Nobody, not even root, creates directories there.
    @Test
    void aDataDirectoryThatCannotBeWrittenTo() throws InterruptedException {
        assertRefusesToStart(Path.of("/proc/atoll-data"), "cannot be used");
    }

    private void assertRefusesToStart(Path data, String why) throws InterruptedException {
        AtollProcess.Ended ended =
                AtollProcess.run(directory, "serve", "--data", data.toString(), "--listen", "127.0.0.1:0");
        assertThat(ended.code()).as("exit code; errors:\n%s", ended.errors()).isEqualTo(2);
        assertThat(ended.errors().lines().filter(line -> line.startsWith("atoll: ")))
                .as("errors")
                .singleElement()
                .asString()
                .contains(data.toString(), why);
        assertThat(ended.errors()).doesNotContain("\tat ");
        assertThat(ended.output()).isEmpty();
    }
}
