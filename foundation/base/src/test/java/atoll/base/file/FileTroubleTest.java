package atoll.base.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTroubleTest {

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(FileTrouble.text(reading(directory.resolve("nope")))).isEqualTo("there is no such file");
        assertThat(FileTrouble.text(reading(directory.resolve("binary")))).isEqualTo("it is not UTF-8 text");
        assertThat(FileTrouble.text(reading(directory))).isEqualTo("Is a directory");
        assertThat(FileTrouble.text(reading(directory.resolve("binary/below")))).isEqualTo("Not a directory");
    }

    @Test
    void keepsWhatThePlatformSaysOfOtherTroubles() {
        assertThat(FileTrouble.text(new AccessDeniedException("/a"))).isEqualTo("permission denied");
        assertThat(FileTrouble.text(new FileSystemException("/a", null, "Too many open files")))
                .isEqualTo("Too many open files");
        assertThat(FileTrouble.text(new IOException())).isEqualTo("IOException");
    }

    private static IOException reading(Path path) {
        try {
            String read = Files.readString(path);
            throw new AssertionError("was read: " + read);
        } catch (IOException e) {
            return e;
        }
    }
}
