package atoll.server.serve;

import atoll.base.config.Bound;
import atoll.base.config.ConfigBinder;
import atoll.base.config.ConfigFlag;
import atoll.base.config.ConfigText;
import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.FileTrouble;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.rule.RuleSet;
import atoll.server.node.AtollConfig;
import atoll.server.node.RuleFilesOnDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags that say how Atoll is configured, shared by the commands that need it.
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "configuration file (YAML); flags override it")
    @Nullable
    Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "directory of everything Atoll keeps")
    @Nullable
    String data;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "address to listen on (default 127.0.0.1:8080)")
    @Nullable
    String listen;

    @Option(names = "--wiki", paramLabel = "URL", description = "base URL of the wiki, where rest.php answers")
    @Nullable
    String wiki;

    @Option(
            names = "--worker",
            paramLabel = "COMMAND",
            description = "run the wiki's jobs on long-lived processes of this command, its words separated by spaces")
    @Nullable
    String worker;

    @Option(names = "--rules", paramLabel = "FILE", description = "change-propagation rule file; may be repeated")
    List<String> rules = new ArrayList<>();

    @Option(names = "--secret-key-file", paramLabel = "FILE", description = "file with the wiki's $wgSecretKey")
    @Nullable
    String secretKeyFile;

    /// The configuration in force; throws with all problems.
    Bound<AtollConfig> bind() {
        return ConfigBinder.bind(AtollConfig.class, text(), flags());
    }

    private ConfigText text() {
        Path from = file;
        if (from == null) {
            return ConfigText.NONE;
        }
        try {
            Path parent = from.toAbsolutePath().getParent();
            return new ConfigText(from.toString(), Files.readString(from), parent == null ? Path.of("") : parent);
        } catch (IOException e) {
            throw new AtollException(
                    ErrorKind.INVALID, "--config: cannot read '" + from + "': " + FileTrouble.text(e), e);
        }
    }

    private List<ConfigFlag> flags() {
        List<ConfigFlag> flags = new ArrayList<>();
        add(flags, "--data", "data", data);
        add(flags, "--listen", "listen", listen);
        add(flags, "--wiki", "wiki", wiki);
        if (worker != null) {
            for (String word : worker.strip().split(" +")) {
                add(flags, "--worker", "worker.command", word);
            }
        }
        rules.forEach(path -> add(flags, "--rules", "rules", path));
        add(flags, "--secret-key-file", "secret-key", secretKeyFile == null ? null : "file:" + secretKeyFile);
        return flags;
    }

    private static void add(List<ConfigFlag> flags, String flag, String key, @Nullable String value) {
        if (value != null) {
            flags.add(new ConfigFlag(flag, key, value));
        }
    }

    /// The rules the configuration names, or the built-in one; throws with all problems.
    static RuleSet rules(AtollConfig config) {
        return RuleFilesOnDisk.load(config, Handlers.NONE);
    }
}
