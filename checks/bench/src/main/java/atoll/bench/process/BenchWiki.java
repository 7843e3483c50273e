package atoll.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.executor.JobSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A throw-away MediaWiki whose pages all use one template that has just been changed: a refreshLinks job for each page
/// waits.
public final class BenchWiki {
    private static final Path CODE = Path.of("/usr/share/mediawiki");
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final long MOST_SECONDS = 1800;
    private static final Pattern CHILDREN = Pattern.compile("(\\d+)m([0-9.]+)s (\\d+)m([0-9.]+)s\\s*$");

    private final Path checkout;
    private final Path directory;
    private final int pages;

    private BenchWiki(Path checkout, Path directory, int pages) {
        this.checkout = checkout;
        this.directory = directory;
        this.pages = pages;
    }

    /// What carrying out all jobs took.
    public record Took(double wallSeconds, double cpuSeconds) {}

    /// Makes a wiki with so many pages.
    public static BenchWiki create(Path checkout, Path directory, int pages) throws IOException, InterruptedException {
        run("sh", checkout.resolve("scripts/mediawiki.sh").toString(), directory.toString());
        BenchWiki wiki = new BenchWiki(checkout, directory, pages);
        wiki.edit("Template:Shared", "first [[Category:Old]]");
        Path texts = Files.createDirectory(directory.resolve("texts"));
        List<String> command = new ArrayList<>(wiki.script("importTextFiles.php", "--user", "Admin"));
        for (int page = 1; page <= pages; page++) {
            String text = "{{Shared}} '''Page''' of [[Category:Group " + page % 10 + "]] with [[Page " + (page + 1)
                    + "]].\n\n" + "Some words that have to be parsed. ".repeat(40);
            command.add(Files.writeString(texts.resolve("Page " + page + ".txt"), text)
                    .toString());
        }
        run(command.toArray(String[]::new));
        // Jobs of the preparation are not what is measured.
        run(wiki.script("runJobs.php").toArray(String[]::new));
        wiki.edit("Template:Shared", "second [[Category:New]] [[Elsewhere]]");
        wiki.queueOneJobForEachPage();
        return wiki;
    }

    /// The same wiki, with the same jobs waiting, in another directory.
    public BenchWiki copy(Path to) throws IOException {
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
        return new BenchWiki(checkout, to, pages);
    }

    /// Has MediaWiki's own runner carry out all jobs.
    public Took runJobs(int processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(script("runJobs.php", "--memory-limit", "512M"));
        if (processes > 1) {
            command.add("--procs=" + processes);
        }
        // The shell's "times" tells what all its children used.
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/null; times", "sh"));
        shell.addAll(command);
        long start = System.nanoTime();
        String output = run(shell.toArray(String[]::new));
        double wall = (System.nanoTime() - start) / 1e9;
        int left = Integer.parseInt(query("echo $db->query('SELECT COUNT(*) FROM job')->fetchColumn();")
                .strip());
        Matcher times = CHILDREN.matcher(output);
        if (left > 0 || !times.find()) {
            throw failed("runJobs.php left " + left + " jobs: " + output);
        }
        return new Took(wall, seconds(times, 1) + seconds(times, 3));
    }

    private static double seconds(Matcher times, int group) {
        return 60 * Double.parseDouble(times.group(group)) + Double.parseDouble(times.group(group + 1));
    }

    /// The waiting jobs as signed events, one JSON array.
    public byte[] events() {
        return IntStream.rangeClosed(1, pages)
                .mapToObj(page -> event("refreshLinks", "{\"namespace\":0,\"title\":\"Page_" + page + "\"}"))
                .toList()
                .toString()
                .getBytes(UTF_8);
    }

    /// So many jobs of the kind that does nothing.
    public static byte[] nothingToDo(int jobs) {
        return IntStream.rangeClosed(1, jobs)
                .mapToObj(job -> event("null", "{\"lives\":0,\"number\":" + job + "}"))
                .toList()
                .toString()
                .getBytes(UTF_8);
    }

    private static String event(String type, String params) {
        String unsigned = """
                {"$schema":"/mediawiki/job/1.0.0","meta":{"domain":"127.0.0.1","stream":"mediawiki.job.%s"},\
                "database":"testwiki","type":"%s","params":%s}""".formatted(type, type, params);
        return new String(JobSignature.sign(unsigned.getBytes(UTF_8), KEY.getBytes(UTF_8)), UTF_8);
    }

    /// The part of Atoll's configuration that has the wiki's jobs run by workers.
    public String workerYaml(int processes) {
        return "worker:\n  processes: " + processes + "\n  jobs-per-process: 100000\n  memory: 1GiB\n  command: [php, "
                + checkout.resolve("integrations/mediawiki/atollWorker.php") + ", --conf, "
                + directory.resolve("LocalSettings.php") + "]\n";
    }

    private void edit(String title, String text) throws IOException, InterruptedException {
        Path input = Files.writeString(directory.resolve("text"), text);
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "\"$@\" < " + input, "sh"));
        shell.addAll(script("edit.php", "--user", "Admin", title));
        run(shell.toArray(String[]::new));
    }

    private void queueOneJobForEachPage() throws IOException, InterruptedException {
        String ignored = query("""
                $db->exec( 'DELETE FROM job' );
                $add = $db->prepare( 'INSERT INTO job (job_cmd, job_namespace, job_title, job_timestamp, job_params,
                	job_random, job_attempts, job_token, job_sha1) VALUES (?,0,?,?,?,?,0,?,?)' );
                $db->beginTransaction();
                for ( $page = 1; $page <= PAGES; $page++ ) {
                	$title = "Page_$page";
                	$add->execute( [ 'refreshLinks', $title, gmdate( 'YmdHis' ),
                		serialize( [ 'namespace' => 0, 'title' => $title, 'requestId' => 'bench' ] ),
                		mt_rand( 0, 2147483647 ), '', substr( sha1( $title ), 0, 31 ) ] );
                }
                $db->commit();
                """.replace("PAGES", Integer.toString(pages)));
        if (!ignored.isBlank()) {
            throw failed(ignored);
        }
    }

    private String query(String php) throws IOException, InterruptedException {
        return run("php", "-r", "$db = new PDO('sqlite:" + directory + "/db/testwiki_jobqueue.sqlite');" + php);
    }

    private List<String> script(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "php",
                CODE.resolve("maintenance").resolve(name).toString(),
                "--conf",
                directory.resolve("LocalSettings.php").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bench-wiki-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output, UTF_8);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw failed(String.join(" ", List.of(command).subList(0, Math.min(4, command.length))) + ": " + text);
            }
            return text;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static AtollException failed(String what) {
        return new AtollException(ErrorKind.UNAVAILABLE, "the wiki to measure with failed: " + what);
    }
}
