package atoll.it.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Holds every file of the repository to the rules of the house.
class TidyTest {
    private static final Repository REPOSITORY = Repository.find();
    private static final int FILES_IN_PACKAGE = 25;
    private static final int LARGEST_FILE_KIB = 512;

    @Test
    void keepsFilesMethodsAndParameterListsSmall() {
        List<Excess> excesses = new ArrayList<>();
        for (Path file : REPOSITORY.files("java")) {
            excesses.addAll(Sizes.of(REPOSITORY.name(file), Repository.read(file)));
        }
        Map<Path, Long> packages = REPOSITORY.files("java").stream()
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        packages.forEach((directory, files) -> {
            if (files > FILES_IN_PACKAGE) {
                excesses.add(new Excess("package", REPOSITORY.name(directory), files.intValue(), FILES_IN_PACKAGE));
            }
        });
        assertThat(new Ratchet(list("ratchet.txt")).compare(excesses))
                .as("sizes, against checks/it/src/test/resources/tidy/ratchet.txt, which may only shrink")
                .isEmpty();
    }

    @Test
    void usesNoBannedWords() {
        Words words = new Words(list("banned-words.txt"));
        List<String> found = new ArrayList<>();
        for (Path file : REPOSITORY.textFiles()) {
            found.addAll(words.find(REPOSITORY.name(file), Repository.read(file)));
        }
        assertThat(found).as("banned words").isEmpty();
    }

    @Test
    void explainsEveryPackage() {
        List<String> silent = REPOSITORY.files("java").stream()
                .filter(file -> file.endsWith("package-info.java"))
                .filter(file -> !Repository.read(file).stripLeading().startsWith("///"))
                .map(REPOSITORY::name)
                .toList();
        assertThat(silent)
                .as("package-info.java without a paragraph: say what a newcomer would want to know")
                .isEmpty();
    }

    @Test
    void hasNoDeadLinks() {
        List<String> dead = new ArrayList<>();
        for (Path page : REPOSITORY.files("md")) {
            Links.dead(page, Repository.read(page))
                    .forEach(link -> dead.add(REPOSITORY.name(page) + " links to " + link));
        }
        assertThat(dead).as("dead links").isEmpty();
    }

    @Test
    void listsEveryModule() {
        Set<String> inTree = REPOSITORY.files("xml").stream()
                .filter(file -> file.endsWith("pom.xml")
                        && !file.equals(REPOSITORY.root().resolve("pom.xml")))
                .map(Path::getParent)
                .map(REPOSITORY::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inPom = new TreeSet<>(new Pom(REPOSITORY.root().resolve("pom.xml")).modules());
        assertThat(inTree)
                .as("directories with a pom.xml, against the module list of the root pom")
                .isEqualTo(inPom);
        for (Path module : REPOSITORY.modules()) {
            assertThat(new Pom(module.resolve("pom.xml")).artifact()).isEqualTo("atoll-" + module.getFileName());
        }
    }

    static boolean hasArchitecturePage() {
        return Files.exists(REPOSITORY.root().resolve("ARCHITECTURE.md"));
    }

    @Test
    @EnabledIf("hasArchitecturePage")
    void describesEveryModuleInTheArchitecturePage() {
        List<String> rows = Repository.read(REPOSITORY.root().resolve("ARCHITECTURE.md"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .toList();
        for (Path module : REPOSITORY.modules()) {
            Pattern cell = Pattern.compile(
                    "^\\|[^|]*\\b" + Pattern.quote(String.valueOf(module.getFileName())) + "\\b[^|]*\\|.*");
            assertThat(rows)
                    .as("a row for module '" + REPOSITORY.name(module) + "' in a table of ARCHITECTURE.md")
                    .anyMatch(row -> cell.matcher(row).matches());
        }
    }

    @Test
    void givesAReasonForEveryDependency() {
        Set<String> used = REPOSITORY.files("xml").stream()
                .filter(file -> file.endsWith("pom.xml"))
                .flatMap(file -> new Pom(file).dependencies().stream())
                .filter(dependency -> !dependency.isOurs())
                .map(Pom.Dependency::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        Pattern row = Pattern.compile("^\\| `([^`]+)` \\|.*");
        Set<String> explained = Repository.read(REPOSITORY.root().resolve("docs/dependencies.md"))
                .lines()
                .map(row::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained)
                .as("rows of docs/dependencies.md, against the dependencies of all poms")
                .isEqualTo(used);
    }

    @Test
    void keepsLargeFilesOut() throws IOException {
        Set<String> allowed = list("large-files.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toSet());
        List<String> large = new ArrayList<>();
        for (Path file : REPOSITORY.files()) {
            if (Files.size(file) > LARGEST_FILE_KIB * 1024L && !allowed.contains(REPOSITORY.name(file))) {
                large.add(REPOSITORY.name(file));
            }
        }
        assertThat(large)
                .as("files above " + LARGEST_FILE_KIB + " KiB: generate them, or list them in tidy/large-files.txt")
                .isEmpty();
    }

    private static String list(String name) {
        try (InputStream in = TidyTest.class.getResourceAsStream("/tidy/" + name)) {
            if (in == null) {
                throw new AssertionError("resource 'tidy/" + name + "' is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
