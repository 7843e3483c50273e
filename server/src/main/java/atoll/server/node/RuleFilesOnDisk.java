package atoll.server.node;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.file.FileTrouble;
import atoll.changeprop.handler.Handlers;
import atoll.changeprop.reload.RuleSource;
import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.TopicPattern;
import atoll.changeprop.rule.file.KnownStreams;
import atoll.changeprop.rule.file.RuleFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rule files the configuration names.
public final class RuleFilesOnDisk implements RuleSource {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFilesOnDisk.class);
    /// The largest deployments' files have some hundred kibibytes.
    private static final int LARGEST = 10 << 20;

    private final List<Path> paths;

    private final Grants grants;

    private final KnownStreams streams;

    private RuleFilesOnDisk(List<Path> paths, Grants grants, KnownStreams streams) {
        this.paths = List.copyOf(paths);
        this.grants = grants;
        this.streams = streams;
    }

    /// [RuleSource#NONE] if none are configured.
    ///
    /// @param streams names or `/expressions/` of the configured streams
    static RuleSource of(AtollConfig config, Handlers handlers, Collection<String> streams) {
        return config.rules().isEmpty()
                ? NONE
                : new RuleFilesOnDisk(config.rules(), grants(config, handlers), known(streams));
    }

    /// Streams may be configured by expressions that rules cannot use.
    private static KnownStreams known(Collection<String> streams) {
        List<String> usable = new ArrayList<>();
        for (String stream : streams) {
            try {
                var _ = TopicPattern.parse(stream);
                usable.add(stream);
            } catch (IllegalArgumentException e) {
                LOG.atDebug()
                        .addKeyValue("stream", stream)
                        .setCause(e)
                        .log("no rule can read these streams by this name");
            }
        }
        return new KnownStreams(usable);
    }

    /// The rules of files that start no programs and call no handlers, or the built-in one if there are no files;
    /// throws with all problems.
    public static RuleSet load(List<Path> paths) {
        return load(new RuleFilesOnDisk(paths, Grants.NOTHING, known(List.of())));
    }

    /// The rules of the files that the configuration names, or the built-in one if it names none; throws with all
    /// problems.
    public static RuleSet load(AtollConfig config, Handlers handlers) {
        return load(new RuleFilesOnDisk(config.rules(), grants(config, handlers), known(List.of())));
    }

    private static RuleSet load(RuleFilesOnDisk files) {
        return files.paths.isEmpty() ? RuleSet.builtIn() : RuleFiles.load(files.files(), files.grants);
    }

    /// What the operator and the application around Atoll let rules do.
    static Grants grants(AtollConfig config, Handlers handlers) {
        return Grants.of(config.jobs().programs(), handlers.names());
    }

    @Override
    public Grants grants() {
        return grants;
    }

    @Override
    public KnownStreams streams() {
        return streams;
    }

    @Override
    public String stamp() {
        StringBuilder stamp = new StringBuilder();
        for (Path path : paths) {
            stamp.append(path).append(' ').append(stampOf(path)).append('\n');
        }
        return stamp.toString();
    }

    private static String stampOf(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey();
        } catch (IOException e) {
            return "cannot be read: " + e;
        }
    }

    @Override
    public List<RuleFiles.RuleFile> files() {
        List<RuleFiles.RuleFile> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    problems.add("rules: '" + path + "' has more than " + LARGEST + " bytes, which is the most");
                }
                files.add(new RuleFiles.RuleFile(path.toString(), new String(bytes, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                problems.add("rules: cannot read '" + path + "': " + FileTrouble.text(e));
            }
        }
        if (!problems.isEmpty()) {
            throw new AtollException(ErrorKind.INVALID, String.join("\n", problems));
        }
        return files;
    }
}
