package atoll.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.index.OrderedIndex;
import atoll.it.tidy.Repository;
import atoll.log.EventLog;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the classes of all modules to the [HouseRules]. Reads what is compiled: run it with `-am`.
class ArchitectureTest {
    private static final JavaClasses MAIN = compiled("classes");
    private static final JavaClasses TESTS = compiled("test-classes");

    @Test
    void findsTheModulesCompiled() {
        assertThat(MAIN)
                .as("compiled classes; build with -am")
                .anyMatch(type -> type.getName().equals("atoll.base.lifecycle.Duty"));
        assertThat(MAIN.stream().map(type -> Modules.of(type.getPackageName())).distinct())
                .as("every module has a row in Modules")
                .isSubsetOf(Modules.names());
    }

    static Stream<String> modules() {
        return Modules.names().stream();
    }

    static Stream<String> libraries() {
        return Modules.THIRD_PARTY.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void keepsTheArrowsBetweenModules(String module) {
        HouseRules.arrows(module).check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void keepsInternalPackagesInside(String module) {
        HouseRules.internalStaysInside(module).check(MAIN);
    }

    @Test
    void keepsThePartsOfAPackageInside() {
        Modules.OWN_PARTS.forEach(
                (owner, parts) -> HouseRules.ownPartsStayInside(owner, parts).check(MAIN));
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        HouseRules.noCycles().check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void keepsThirdPartyCodeWithItsOwner(String library) {
        List<String> owners = Modules.THIRD_PARTY.getOrDefault(library, List.of());
        HouseRules.thirdParty(library, owners).check(MAIN);
    }

    @Test
    void usesNoOtherThirdPartyCode() {
        HouseRules.onlyListedThirdParty().check(MAIN);
    }

    @Test
    void injectsTimeRandomnessAndEnvironment() {
        HouseRules.noAmbientTime().check(MAIN);
    }

    @Test
    void createsThreadsInOnePlace() {
        HouseRules.noThreads().check(MAIN);
    }

    @Test
    void waitsOnlyWithADeadline() {
        HouseRules.noEndlessWaits().check(MAIN);
    }

    @Test
    void throwsOnlyErrorsWithAKind() {
        HouseRules.noRawThrows().check(MAIN);
        HouseRules.exceptionsHaveOneRoot().check(MAIN);
    }

    @Test
    void usesNoEmptyNames() {
        HouseRules.noEmptyNames().check(MAIN);
    }

    @Test
    void marksEveryPackageForNull() {
        HouseRules.nullMarked().check(MAIN);
    }

    @Test
    void hasNoHiddenSharedState() {
        HouseRules.noMutableStatics().check(MAIN);
        HouseRules.noSingletons().check(MAIN);
    }

    @Test
    void keepsConfigurationInRecords() {
        HouseRules.configurationIsARecord().check(MAIN);
    }

    @Test
    void showsNoFutures() {
        HouseRules.noFuturesInSignatures().check(MAIN);
    }

    @Test
    void shipsNoTestCode() {
        HouseRules.mainWithoutTestkit().check(MAIN);
    }

    @Test
    void testsEveryEngineAgainstItsContract() {
        HouseRules.contractTested(EventLog.class, TESTS).check(MAIN);
        HouseRules.contractTested(OrderedIndex.class, TESTS).check(MAIN);
    }

    private static JavaClasses compiled(String what) {
        List<Path> directories = Repository.find().modules().stream()
                .map(module -> module.resolve("target").resolve(what))
                .filter(Files::isDirectory)
                .toList();
        // What the template compiler makes is nobody's to mend.
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/gg/jte/generated/"))
                .importPaths(directories);
    }
}
