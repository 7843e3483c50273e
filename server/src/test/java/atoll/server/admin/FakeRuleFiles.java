package atoll.server.admin;

import atoll.changeprop.reload.RuleSource;
import atoll.changeprop.rule.file.RuleFiles;
import java.util.List;

/// One rule file of which the test says what is in it.
public final class FakeRuleFiles implements RuleSource {
    public String text = "jobs: {topic: t, exec: {uri: 'http://h/'}}";

    @Override
    public String stamp() {
        return text;
    }

    @Override
    public List<RuleFiles.RuleFile> files() {
        return List.of(new RuleFiles.RuleFile("rules.yaml", text));
    }
}
