package atoll.server.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.server.node.AtollConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProgramsTest {
    @TempDir
    Path directory;

    private void check(String yaml) {
        AtollConfig config = ConfigBinder.bind(
                        AtollConfig.class, new ConfigText("atoll.yaml", yaml, Path.of("")), List.of())
                .value();
        WorkerPrograms.check(config, new Environment(Map.of("PATH", "/nowhere::" + directory), Path.of("home")));
    }

    private Path program(String name, boolean executable) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(executable)).isTrue();
        return file;
    }

    @Test
    void aProgramIsFoundByItsPathAndInThePath() throws IOException {
        Path file = program("run", true);
        assertThatCode(() -> check("worker: {command: [run, --fast]}")).doesNotThrowAnyException();
        assertThatCode(() -> check("wikis: {enwiki: {worker: {command: ['" + file + "']}}}"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("wiki: 'http://localhost'")).doesNotThrowAnyException();
    }

    @Test
    void aProgramThatIsNotInThePathIsRefusedAndSaysWhatToDo() {
        assertThatThrownBy(() -> check("worker: {command: [nosuchcmd, x]}"))
                .isInstanceOf(AtollException.class)
                .hasMessage("worker.command names the program 'nosuchcmd', which is not in the PATH (/nowhere::"
                        + directory + "): install it, or write its absolute path");
    }

    @Test
    void everyProgramThatCannotBeStartedIsNamed() throws IOException {
        Path plain = program("plain", false);
        assertThatThrownBy(() -> check("wikis: {bwiki: {worker: {command: ['" + plain
                        + "']}}, awiki: {worker: {command: ['" + directory
                        + "']}}, cwiki: {worker: {command: [/nowhere/run]}}, dwiki: {worker: {command: [plain]}}}"))
                .isInstanceOfSatisfying(
                        AtollException.class,
                        e -> assertThat(String.valueOf(e.getMessage()).lines())
                                .satisfiesExactly(
                                        line -> assertThat(line)
                                                .startsWith("wikis.awiki.worker.command")
                                                .contains("no file"),
                                        line -> assertThat(line).contains("'" + plain + "'", "chmod +x"),
                                        line -> assertThat(line).contains("'/nowhere/run'", "does not exist"),
                                        line -> assertThat(line).contains("'plain'", "not in the PATH")));
    }
}
