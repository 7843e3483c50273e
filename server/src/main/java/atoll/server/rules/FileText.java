package atoll.server.rules;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.FileTrouble;
import atoll.changeprop.rule.file.RuleFiles.RuleFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files that a command is given.
public final class FileText {
    private static final int MOST_BYTES = 64 << 20;

    private FileText() {}

    public static List<RuleFile> rules(List<Path> paths) {
        return paths.stream()
                .map(path -> new RuleFile(path.toString(), read(path)))
                .toList();
    }

    static String read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in);
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INVALID, "cannot read '" + path + "': " + FileTrouble.text(e), e);
        }
    }

    static String read(String name, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new AtollException(
                        ErrorKind.INVALID, "'" + name + "' has more than " + MOST_BYTES + " bytes: split it");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INVALID, "cannot read '" + name + "': " + FileTrouble.text(e), e);
        }
    }
}
