package atoll.bench;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where this program was built: the directory with `./atoll`.
final class Checkout {
    private Checkout() {}

    static Path find() {
        try {
            @Nullable
            Path at = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (at != null) {
                if (Files.isExecutable(at.resolve("atoll")) && Files.isRegularFile(at.resolve("pom.xml"))) {
                    return at;
                }
                at = at.getParent();
            }
        } catch (URISyntaxException e) {
            throw new AtollException(ErrorKind.INTERNAL, "the program does not know where it is", e);
        }
        throw new AtollException(
                ErrorKind.INVALID, "the checkout of Atoll was not found: run the benchmarks as './atoll bench'");
    }
}
