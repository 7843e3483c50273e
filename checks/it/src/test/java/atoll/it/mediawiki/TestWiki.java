package atoll.it.mediawiki;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.it.tidy.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// A MediaWiki that lives in a directory: SQLite, jobs in its own table, nothing served.
final class TestWiki {
    private static final Path CODE = Path.of("/usr/share/mediawiki");
    private static final Path REPOSITORY = Repository.find().root();
    private static final int NOT_HERE = 3;
    private static final long MOST_SECONDS = 240;

    private final Path directory;

    private TestWiki(Path directory) {
        this.directory = directory;
    }

    /// Makes one.
    static TestWiki create(Path directory) throws IOException, InterruptedException {
        Ended made = run("", REPOSITORY.resolve("scripts/mediawiki.sh").toString(), directory.toString());
        if (made.code == NOT_HERE) {
            throw new TestAbortedException(made.output.strip());
        }
        if (made.code != 0) {
            throw new AssertionError("no test wiki: " + made.output);
        }
        return new TestWiki(directory);
    }

    /// The same wiki once more, in another directory.
    TestWiki copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(directory.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        Path settings = to.resolve("LocalSettings.php");
        Files.writeString(settings, Files.readString(settings).replace(directory.toString(), to.toString()));
        return new TestWiki(to);
    }

    /// Adds a file of settings, before which `<?php` is put, and changes LocalSettings.php as an operator would.
    void configure(String name, String php) throws IOException {
        Files.writeString(directory.resolve("settings.d").resolve(name + ".php"), "<?php\n" + php);
        Files.writeString(directory.resolve("LocalSettings.php"), "# changed\n", StandardOpenOption.APPEND);
    }

    Path jobTable() {
        return directory.resolve("db/testwiki_jobqueue.sqlite");
    }

    /// How a program ended.
    record Ended(int code, String output) {}

    /// Runs a script of MediaWiki, which must succeed.
    String maintain(String input, String script, String... arguments) throws IOException, InterruptedException {
        Ended ended = script(input, CODE.resolve("maintenance/" + script), arguments);
        if (ended.code != 0) {
            throw new AssertionError(script + " ended with code " + ended.code + ": " + ended.output);
        }
        return ended.output;
    }

    /// Runs a script of `integrations/mediawiki`.
    Ended integration(String script, String... arguments) throws IOException, InterruptedException {
        return script("", REPOSITORY.resolve("integrations/mediawiki/" + script), arguments);
    }

    private Ended script(String input, Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("php", script.toString(), "--conf", settings()));
        command.addAll(List.of(arguments));
        return run(input, command.toArray(String[]::new));
    }

    private String settings() {
        return directory.resolve("LocalSettings.php").toString();
    }

    /// The command of a worker of this wiki.
    List<String> workerCommand() {
        return List.of(
                "php",
                REPOSITORY.resolve("integrations/mediawiki/atollWorker.php").toString(),
                "--conf",
                settings());
    }

    /// Rows of the job table.
    int waitingJobs() throws IOException, InterruptedException {
        return count("1");
    }

    /// Without those that MediaWiki queues now and then, by chance: on every tenth change, or one it rolls dice for.
    int waitingJobsWithoutChance() throws IOException, InterruptedException {
        return count("job_cmd NOT IN (\"recentChangesUpdate\", \"watchlistExpiry\")");
    }

    private int count(String which) throws IOException, InterruptedException {
        String code = "echo (new PDO('sqlite:" + jobTable() + "'))->query('SELECT COUNT(*) FROM job WHERE " + which
                + "')->fetchColumn();";
        return Integer.parseInt(run("", "php", "-r", code).output.strip());
    }

    /// All rows of the wiki's database in a fixed order, without caches, moments and chance.
    String dump() throws IOException, InterruptedException {
        String code =
                """
                $db = new PDO( 'sqlite:DATABASE' );
                $skipped = [ 'objectcache', 'l10n_cache', 'module_deps', 'sqlite_sequence', 'job' ];
                $tables = $db->query( "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name" );
                foreach ( $tables->fetchAll( PDO::FETCH_COLUMN ) as $table ) {
                	if ( in_array( $table, $skipped ) || str_starts_with( $table, 'searchindex' ) ) { continue; }
                	$lines = [];
                	foreach ( $db->query( "SELECT * FROM \\"$table\\"" )->fetchAll( PDO::FETCH_ASSOC ) as $row ) {
                		unset( $row['page_random'] );
                		$line = json_encode( $row, JSON_INVALID_UTF8_SUBSTITUTE );
                		$lines[] = preg_replace( '/(?<![0-9])(20[0-9]{12}|1[78][0-9]{8})(?![0-9])/', 'MOMENT', $line );
                	}
                	sort( $lines );
                	foreach ( $lines as $line ) { echo "$table $line\\n"; }
                }
                """.replace("DATABASE", directory.resolve("db/testwiki.sqlite").toString());
        return run("", "php", "-r", code).output;
    }

    private static Ended run(String input, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("atoll-wiki-", ".out");
        Path in = Files.writeString(Files.createTempFile("atoll-wiki-", ".in"), input);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            Process process = builder.start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end in time");
            }
            return new Ended(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(in);
        }
    }
}
