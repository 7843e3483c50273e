package atoll.changeprop.rule.file;

import atoll.changeprop.rule.Exec;
import atoll.changeprop.rule.template.Template;
import org.jspecify.annotations.Nullable;

/// Reads a request to one of the modules that send events.
final class EmitReader {
    private final YamlFields fields;

    EmitReader(YamlFields fields) {
        this.fields = fields;
    }

    @Nullable
    Exec read(Modules.Call.Emit call) {
        int before = fields.problemCount();
        Object method = fields.get("method");
        if (method != null && !method.toString().equalsIgnoreCase("post")) {
            fields.problem("method", method, "must be 'post': the module takes nothing else");
        }
        if (!call.partition().isEmpty()) {
            fields.note(
                    "uri",
                    "the partition " + call.partition() + " has no effect: Atoll keeps a wiki's events together");
        }
        for (String key : new String[] {"query", "headers", "timeout"}) {
            if (fields.yaml(key) != null) {
                fields.note(key, "has no effect on events that are sent");
            }
        }
        checkList(call.what());
        Template list = fields.template("body");
        return list == null || fields.problemCount() > before ? null : new Exec.Emit(call.what(), list);
    }

    /// As far as it is written out; what a template makes is seen when there is an event.
    private void checkList(Exec.Emitted what) {
        String needed = switch (what) {
            case EVENTS -> "stream";
            case PURGES -> "uri";
        };
        Yaml body = fields.yaml("body");
        if (body instanceof Yaml.Sequence list && !list.items().isEmpty()) {
            for (int i = 0; i < list.items().size(); i++) {
                if (list.items().get(i) instanceof Yaml.Mapping entry && !hasMeta(entry, needed)) {
                    fields.problem("body[" + i + "]", null, "has no 'meta' with '" + needed + "'");
                }
            }
        } else if (!isTemplate(body)) {
            fields.problem("body", null, "must be a list with at least one map with 'meta' and its '" + needed + "'");
        }
    }

    private static boolean hasMeta(Yaml.Mapping entry, String needed) {
        Yaml meta = entry.get("meta");
        return isTemplate(meta) || meta instanceof Yaml.Mapping map && map.get(needed) != null;
    }

    private static boolean isTemplate(@Nullable Yaml yaml) {
        return yaml != null && yaml.plain() instanceof String text && text.contains("{");
    }
}
