package atoll.it.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The arrows between the modules, and who may touch which third-party code. ADR 0001 says why.
final class Modules {
    private static final Map<String, Set<String>> ARROWS = arrows();

    /// Third-party packages with the packages of Atoll that may use them. What is not listed may be used nowhere.
    static final Map<String, List<String>> THIRD_PARTY = thirdParty();

    /// Packages with the packages below them that only they may use.
    static final Map<String, List<String>> OWN_PARTS = Map.of("atoll.log.embedded", List.of("core", "disk"));

    private Modules() {}

    /// Names of all modules, which are also their packages below `atoll`.
    static Set<String> names() {
        return ARROWS.keySet();
    }

    /// The modules a module may use, itself included.
    static Set<String> usableBy(String module) {
        Set<String> usable = new TreeSet<>(ARROWS.getOrDefault(module, Set.of()));
        usable.add(module);
        usable.add("base");
        return usable;
    }

    /// The module a package of ours belongs to: the second part of its name.
    static String of(String packageName) {
        String[] parts = packageName.split("\\.");
        return parts.length > 1 ? parts[1] : "";
    }

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        arrows.put("base", Set.of());
        arrows.put("testkit", Set.of());
        arrows.put("http", Set.of());
        arrows.put("index", Set.of());
        arrows.put("log", Set.of());
        arrows.put("work", Set.of("log", "index"));
        arrows.put("changeprop", Set.of("work", "log", "index", "http"));
        arrows.put("console", Set.of("http"));
        arrows.put("server", Set.of("console", "changeprop", "work", "log", "index", "http"));
        arrows.put("simulate", Set.of("testkit", "changeprop", "work", "log", "index", "http"));
        arrows.put("browser", Set.of("console", "http"));
        arrows.put("bench", Set.of("testkit", "server", "changeprop", "work", "log", "index", "http"));
        arrows.put("it", Set.of("testkit", "simulate", "server", "changeprop", "work", "log", "index", "http"));
        return arrows;
    }

    private static Map<String, List<String>> thirdParty() {
        Map<String, List<String>> owners = new TreeMap<>();
        owners.put("org.jspecify", List.of("atoll"));
        owners.put("org.slf4j", List.of("atoll"));
        owners.put("io.micrometer.core", List.of("atoll"));
        owners.put("io.micrometer.prometheusmetrics", List.of("atoll.server"));
        owners.put("org.eclipse.jetty", List.of("atoll.http"));
        owners.put("org.apache.hc", List.of("atoll.http"));
        owners.put("org.rocksdb", List.of("atoll.index"));
        owners.put("com.networknt", List.of("atoll.changeprop.intake"));
        owners.put("com.google.re2j", List.of("atoll.changeprop"));
        owners.put("org.snakeyaml", List.of("atoll.base.config", "atoll.changeprop"));
        owners.put(
                "tools.jackson",
                List.of(
                        "atoll.base.json",
                        "atoll.changeprop",
                        "atoll.console",
                        "atoll.http",
                        "atoll.server",
                        "atoll.bench",
                        "atoll.it"));
        owners.put("com.fasterxml.jackson.annotation", List.of("atoll.base.json", "atoll.server"));
        owners.put("gg.jte", List.of("atoll.console"));
        owners.put("picocli", List.of("atoll.server", "atoll.bench", "atoll.simulate"));
        owners.put("ch.qos.logback", List.of("atoll.server"));
        owners.put("org.junit", List.of("atoll.testkit"));
        owners.put("org.opentest4j", List.of("atoll.testkit"));
        return owners;
    }
}
