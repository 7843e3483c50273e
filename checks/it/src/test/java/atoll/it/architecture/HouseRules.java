package atoll.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import atoll.base.error.AtollException;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/// The rules about classes. Each says in its message how to mend an offence.
final class HouseRules {
    private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";
    private static final Set<String> EMPTY_ENDINGS = Set.of(
            "Impl", "Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Base", "Data", "Info", "Wrapper");
    private static final Set<String> EMPTY_PACKAGES =
            Set.of("util", "utils", "common", "helper", "model", "dto", "impl", "service", "exception", "misc");
    private static final Set<String> MUTABLE_TYPES = Set.of(
            "java.util.concurrent.atomic",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.HashMap",
            "java.util.ArrayList",
            "java.lang.ThreadLocal");

    private HouseRules() {}

    static ArchRule arrows(String module) {
        Set<String> usable = Modules.usableBy(module);
        return classes()
                .that()
                .resideInAPackage("atoll." + module + "..")
                .should()
                .onlyDependOnClassesThat(describe(
                        "belong to " + usable + " or are not Atoll's",
                        used -> !isOurs(used) || usable.contains(Modules.of(used.getPackageName()))))
                .because(
                        "the arrows between modules are fixed (docs/adr/0001-modules-and-arrows.md): move the code to the"
                                + " module that owns it, or declare a port in the lower module that 'server' wires")
                .allowEmptyShould(true);
    }

    static ArchRule noCycles() {
        return slices().matching("(atoll..)")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package: merge them, or move what both need below both")
                .allowEmptyShould(true);
    }

    static ArchRule thirdParty(String library, List<String> owners) {
        String[] allowed = owners.stream().map(owner -> owner + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .because("only " + owners
                        + " may touch it, so that it can be replaced: use what they offer, or extend that")
                .allowEmptyShould(true);
    }

    static ArchRule onlyListedThirdParty() {
        return classes()
                .should()
                .onlyDependOnClassesThat(describe(
                        "are Atoll's, the JDK's or listed in Modules.THIRD_PARTY",
                        used -> isOurs(used)
                                || isJdk(used)
                                || Modules.THIRD_PARTY.keySet().stream().anyMatch(library -> inPackage(used, library))))
                .because(
                        "a library has an owner: add it to Modules.THIRD_PARTY and to docs/dependencies.md with the reason")
                .allowEmptyShould(true);
    }

    static ArchRule internalStaysInside(String module) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("atoll." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("atoll." + module + "..internal..")
                .because(
                        "'internal' is shared by the packages of one module only: ask for a public type in a feature package")
                .allowEmptyShould(true);
    }

    /// What a package was split into is that package's own.
    static ArchRule ownPartsStayInside(String owner, List<String> parts) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        parts.stream().map(part -> owner + "." + part + "..").toArray(String[]::new))
                .because("they are parts of '" + owner + "': ask for what you need there")
                .allowEmptyShould(true);
    }

    static ArchRule noAmbientTime() {
        return outside("atoll.base..", "atoll.server..", "atoll.bench..")
                .should()
                .accessTargetWhere(BannedCalls.AMBIENT)
                .because(
                        "the simulator must decide them: take a TimeSource, Randomness or Ids in the constructor, name the"
                                + " locale, zone or charset, and let 'server' read the environment")
                .allowEmptyShould(true);
    }

    static ArchRule noThreads() {
        return outside("atoll.base..", "atoll.server..")
                .should()
                .accessTargetWhere(BannedCalls.THREADS)
                .because(
                        "threads come from atoll.base.lifecycle: write a Duty, or call Threads with the name of the work")
                .allowEmptyShould(true);
    }

    static ArchRule noEndlessWaits() {
        // SystemTime is what ends waits: it parks such a thread only after booking its end with LongWaits. A park with
        // a time would be simpler, but the timer that the JDK keeps for it costs more than the wait (see LongWaits).
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName("atoll.base.time.SystemTime$ParkingWakeup")
                .should()
                .accessTargetWhere(BannedCalls.ENDLESS_WAITS)
                .because("every wait has a deadline: use the variant with a time, or a Wakeup")
                .allowEmptyShould(true);
    }

    static ArchRule noRawThrows() {
        return noClasses()
                .should()
                .accessTargetWhere(BannedCalls.RAW_THROWS)
                .because(
                        "an error has a kind that decides its status, retry and log level: throw AtollException or a subclass,"
                                + " IllegalArgumentException for a caller's bug, AssertionError for what cannot be")
                .allowEmptyShould(true);
    }

    static ArchRule exceptionsHaveOneRoot() {
        DescribedPredicate<JavaClass> allowed = assignableTo(AtollException.class)
                .or(assignableTo(IOException.class))
                .or(assignableTo(Error.class).and(resideInAnyPackage("atoll.testkit..", "atoll.simulate..")));
        return classes()
                .that()
                .areAssignableTo(Throwable.class)
                // One that no caller outside its package can see is a jump inside a parser, not an error.
                .and()
                .arePublic()
                .should(be("AtollException, an IOException, or an Error of the testkit", allowed))
                .because("callers decide by kind: extend AtollException and choose an ErrorKind")
                .allowEmptyShould(true);
    }

    static ArchRule noEmptyNames() {
        return classes()
                .should(be("named in the field's words", not(describe("empty name", HouseRules::hasEmptyName))))
                .because(
                        "endings like Impl, Manager, Helper, Util, Processor, Base, Data, Info and Wrapper, and packages like util and"
                                + " common, say nothing: name an implementation by how it does it (docs/vocabulary.md has the words)")
                .allowEmptyShould(true);
    }

    static ArchRule nullMarked() {
        return classes()
                .should(be(
                        "in a @NullMarked package",
                        describe("marked", type -> type.getPackage().isAnnotatedWith(NULL_MARKED))))
                .because("null is checked by the compiler: add a package-info.java with @NullMarked and a paragraph")
                .allowEmptyShould(true);
    }

    static ArchRule noMutableStatics() {
        return fields().that()
                .areStatic()
                .should(holdMember("be final and of a type that cannot change", HouseRules::isConstant))
                .because(
                        "hidden shared state breaks tests and simulation: make it a field of an object that is passed on")
                .allowEmptyShould(true);
    }

    static ArchRule noSingletons() {
        return methods()
                .that()
                .areStatic()
                .should(holdMember(
                        "not be getInstance", method -> !method.getName().equals("getInstance")))
                .because("'server' builds every object once and passes it on: use a constructor")
                .allowEmptyShould(true);
    }

    static ArchRule configurationIsARecord() {
        return classes()
                .that()
                .haveSimpleNameEndingWith("Config")
                .or()
                .haveSimpleNameEndingWith("Policy")
                .should()
                .beRecords()
                .because(
                        "configuration is a value: make it a record with a DEFAULTS instance, and give behaviour another name")
                .allowEmptyShould(true);
    }

    static ArchRule noFuturesInSignatures() {
        return methods()
                .that()
                .arePublic()
                .should(holdMember("have no future in their signature", HouseRules::hasNoFuture))
                .because("code blocks on virtual threads: return the value, or a type of yours with a deadline")
                .allowEmptyShould(true);
    }

    static ArchRule mainWithoutTestkit() {
        return outside("atoll.testkit..", "atoll.simulate..", "atoll.bench..", "atoll.it..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("atoll.testkit..", "org.junit..", "org.assertj..", "org.opentest4j..")
                .because("what ships has no test code: move it to src/test or to checks/simulate")
                .allowEmptyShould(true);
    }

    /// Each implementation of the port has a test that extends the port's contract.
    ///
    /// @param tests the test classes in which to look
    static ArchRule contractTested(Class<?> port, Iterable<JavaClass> tests) {
        String contract = port.getSimpleName() + "Contract";
        return classes()
                .that(assignableTo(port)
                        .and(describe(
                                "can be created",
                                type -> !type.isInterface()
                                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))))
                .should(be("tested by a class that extends " + contract, describe("tested", type -> {
                    for (JavaClass test : tests) {
                        boolean extendsContract = test.getAllRawSuperclasses().stream()
                                .anyMatch(ancestor -> ancestor.getSimpleName().startsWith(contract));
                        if (extendsContract && uses(test, type)) {
                            return true;
                        }
                    }
                    return false;
                })))
                .because("all engines of a port keep the same promises: write a test that extends " + contract
                        + " and builds it")
                .allowEmptyShould(true);
    }

    static Map<String, List<String>> libraries() {
        return Modules.THIRD_PARTY;
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction outside(String... packages) {
        return noClasses().that().resideOutsideOfPackages(packages);
    }

    /// By name: the test and the type may have been read separately.
    private static boolean uses(JavaClass test, JavaClass type) {
        return test.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().getName().equals(type.getName()));
    }

    private static boolean isOurs(JavaClass type) {
        return inPackage(type.getBaseComponentType(), "atoll");
    }

    private static boolean isJdk(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return element.isPrimitive()
                || List.of("java", "javax", "jdk", "com.sun").stream().anyMatch(root -> inPackage(element, root));
    }

    private static boolean inPackage(JavaClass type, String root) {
        String name = type.getBaseComponentType().getPackageName();
        return name.equals(root) || name.startsWith(root + ".");
    }

    private static boolean hasEmptyName(JavaClass type) {
        boolean emptyPackage = Arrays.stream(type.getPackageName().split("\\.")).anyMatch(EMPTY_PACKAGES::contains);
        boolean handler = type.getSimpleName().endsWith("Handler") && !inPackage(type, "atoll.http");
        return emptyPackage || handler || EMPTY_ENDINGS.stream().anyMatch(type.getSimpleName()::endsWith);
    }

    private static boolean isConstant(JavaField field) {
        String type = field.getRawType().getName();
        return field.getModifiers().contains(JavaModifier.FINAL)
                && MUTABLE_TYPES.stream().noneMatch(type::startsWith);
    }

    private static boolean hasNoFuture(JavaMethod method) {
        return !isFuture(method.getRawReturnType())
                && method.getRawParameterTypes().stream().noneMatch(HouseRules::isFuture);
    }

    private static boolean isFuture(JavaClass type) {
        return type.isAssignableTo(Future.class) || type.isAssignableTo("java.util.concurrent.CompletionStage");
    }

    private static ArchCondition<JavaClass> be(String what, DescribedPredicate<? super JavaClass> wanted) {
        return new ArchCondition<>("be " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!wanted.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getDescription() + " is not " + what));
                }
            }
        };
    }

    private static <M extends JavaMember> ArchCondition<M> holdMember(String what, Predicate<M> wanted) {
        return new ArchCondition<>(what) {
            @Override
            public void check(M member, ConditionEvents events) {
                if (!wanted.test(member)) {
                    events.add(SimpleConditionEvent.violated(member, member.getFullName() + " should " + what));
                }
            }
        };
    }
}
