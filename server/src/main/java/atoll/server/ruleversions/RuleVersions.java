package atoll.server.ruleversions;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.json.Json;
import atoll.base.time.Deadline;
import atoll.base.time.TimeSource;
import atoll.changeprop.reload.RuleSource;
import atoll.changeprop.rule.Grants;
import atoll.changeprop.rule.RuleSet;
import atoll.changeprop.rule.file.KnownStreams;
import atoll.changeprop.rule.file.RuleFiles;
import atoll.log.Batch;
import atoll.log.EventLog;
import atoll.log.LogRecord;
import atoll.log.NewRecord;
import atoll.log.TopicPartition;
import atoll.log.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The source of the rules in force: the newest version, or the files on disk if there is none, if it says so, or if
/// they
/// were changed after it. In the last case that is a version of its own, so that files which are changed back do not
/// bring
/// back what they had replaced.
///
/// A version is durable before its rules come into force. Safe for use by many threads; one version is made at a time.
public final class RuleVersions implements RuleSource {
    public static final String TOPIC = "atoll.rules";

    private static final Logger LOG = LoggerFactory.getLogger(RuleVersions.class);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);
    private static final int KEPT = 200;
    private static final int RECORDS = 100;
    private static final long BYTES = 16L << 20;
    private static final String DISK = "the files on disk";

    private final EventLog log;
    private final RuleSource disk;
    private final RuleSet atStart;
    private final TimeSource time;
    private final AtomicBoolean making = new AtomicBoolean();
    /// The oldest first; replaced as a whole.
    private volatile List<RuleVersion> versions;

    /// @param disk the configured files
    /// @param atStart the rules in force when there are neither files nor versions
    public RuleVersions(EventLog log, RuleSource disk, RuleSet atStart, TimeSource time) {
        this.log = log;
        this.disk = disk;
        this.atStart = atStart;
        this.time = time;
        log.createTopic(TOPIC, TopicSpec.keepAll(1));
        this.versions = stored();
    }

    private List<RuleVersion> stored() {
        List<RuleVersion> found = new ArrayList<>();
        EventLog.OffsetRange range = log.range(PARTITION);
        long next = range.first();
        while (next < range.next()) {
            for (LogRecord record : log.read(PARTITION, next, RECORDS, BYTES)) {
                found.add(RuleVersion.of(Json.readTree(record.value())));
                next = record.offset() + 1;
            }
        }
        return kept(found);
    }

    private static List<RuleVersion> kept(List<RuleVersion> all) {
        return List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
    }

    // ---- as the source of the rules --------------------------------------------------------------------------------

    @Override
    public boolean hasFiles() {
        return disk.hasFiles() || newest().isPresent();
    }

    /// That of the files on disk: who makes a version has the rules read himself.
    @Override
    public String stamp() {
        return disk.stamp();
    }

    @Override
    public Grants grants() {
        return disk.grants();
    }

    @Override
    public KnownStreams streams() {
        return disk.streams();
    }

    /// Those of the newest version, or those on disk. Files that were changed after the version are noted as one.
    @Override
    public List<RuleFiles.RuleFile> files() {
        RuleVersion newest = newest().orElse(null);
        List<RuleFiles.RuleFile> given = newest == null ? null : newest.files();
        if (newest == null || given == null) {
            return disk.files();
        }
        String now = diskHash();
        if (now.equals(newest.disk())) {
            return given;
        }
        LOG.atWarn()
                .addKeyValue("version", newest.number())
                .log("the rule files on disk were changed and replace the rules that were given at run time");
        replacedByDisk(now);
        return disk.files();
    }

    @Override
    public RuleFiles.Inspection read() {
        List<RuleFiles.RuleFile> files = files();
        return files.isEmpty() && !disk.hasFiles()
                ? new RuleFiles.Inspection(List.of(), List.of(), List.of(), atStart)
                : RuleFiles.inspect(files, grants(), streams());
    }

    /// True if rules were given at run time after which nothing else was said, unless the files on disk say it now:
    /// then
    /// reading the rules finds that out.
    public boolean hasOverride() {
        return newest().map(RuleVersion::isOverride).orElse(false);
    }

    private void replacedByDisk(String hash) {
        try {
            RuleVersion.Origin origin = new RuleVersion.Origin(
                    time.instant(), DISK, "they were changed after the rules that were given at run time");
            var _ = add(origin, null, null, hash);
        } catch (AtollException e) {
            // Not written down now: it will be when the rules are read again, and until then the files hold all the
            // same.
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("that the rule files changed cannot be written down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of the names and texts of the configured files.
    private String diskHash() {
        StringBuilder text = new StringBuilder();
        for (RuleFiles.RuleFile file : disk.files()) {
            text.append(file.name()).append('\0').append(file.text()).append('\0');
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    // ---- versions --------------------------------------------------------------------------------------------------

    Optional<RuleVersion> newest() {
        List<RuleVersion> all = versions;
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// The newest first.
    List<RuleVersion> all() {
        return versions.reversed();
    }

    RuleVersion version(int number) {
        return versions.stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorKind.NOT_FOUND,
                        "there is no version " + number + " of the rules: see '/v1/admin/rules/versions'"));
    }

    /// Makes the newest version; durable when it returns.
    ///
    /// @param files null for those on disk
    /// @param hash of their rules
    RuleVersion add(RuleVersion.Origin origin, @Nullable List<RuleFiles.RuleFile> files, @Nullable String hash)
            throws InterruptedException {
        return add(origin, files, hash, diskHash());
    }

    private RuleVersion add(
            RuleVersion.Origin origin, @Nullable List<RuleFiles.RuleFile> files, @Nullable String hash, String diskNow)
            throws InterruptedException {
        if (!making.compareAndSet(false, true)) {
            throw new AtollException(ErrorKind.CONFLICT, "another change of the rules is under way: try again");
        }
        try {
            int number = newest().map(RuleVersion::number).orElse(0) + 1;
            RuleVersion version = new RuleVersion(number, origin, files, hash, diskNow);
            NewRecord record = new NewRecord(PARTITION, origin.at().toEpochMilli(), null, List.of(), version.encode());
            var _ = log.append(Batch.of(record), Deadline.after(time, WRITTEN_WITHIN));
            List<RuleVersion> more = new ArrayList<>(versions);
            more.add(version);
            versions = kept(more);
            return version;
        } finally {
            making.set(false);
        }
    }
}
