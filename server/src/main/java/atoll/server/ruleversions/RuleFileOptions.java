package atoll.server.ruleversions;

import atoll.changeprop.rule.file.RuleFiles;
import atoll.server.rules.FileText;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/// The rule files a command is given.
final class RuleFileOptions {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "rule files, or whole configurations (YAML)")
    private List<Path> files = List.of();

    /// As the admin API wants them.
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (RuleFiles.RuleFile file : FileText.rules(files)) {
            texts.put(file.name(), file.text());
        }
        return texts;
    }
}
