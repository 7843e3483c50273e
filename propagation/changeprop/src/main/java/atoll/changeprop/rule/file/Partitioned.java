package atoll.changeprop.rule.file;

import atoll.changeprop.rule.TopicPattern;
import atoll.changeprop.rule.template.EventView;
import atoll.changeprop.rule.template.Template;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Rules that copy a stream into a partitioned one, so that the jobs of one database stay together, and the streams
/// they would write. Atoll's work has sections for that: such a rule is left out, and a rule that reads the copy reads
/// the original instead.
final class Partitioned {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Template> names = new ArrayList<>();
    /// The rule that copies a stream, by the stream.
    private final Map<String, String> ruleOf = new LinkedHashMap<>();

    /// The option `partition_stream` of a partitioner.
    void name(Object partitionStream) {
        try {
            names.add(Template.parse(partitionStream));
        } catch (IllegalArgumentException e) {
            // The name is then recognised by how it ends.
            return;
        }
    }

    /// True if the rule does nothing but call a partitioner; it is then remembered.
    boolean take(YamlFields fields) {
        Yaml value = fields.yaml("exec");
        Yaml exec = value instanceof Yaml.Sequence list && list.items().size() == 1
                ? list.items().getFirst()
                : value;
        if (!(exec instanceof Yaml.Mapping map)
                || !(map.get("uri") instanceof Yaml.Scalar uri)
                || !isPartitioner(uri)) {
            return false;
        }
        List<String> topics = new ArrayList<>(fields.texts("topic"));
        topics.addAll(fields.texts("topics"));
        topics.forEach(topic -> ruleOf.put(topic, fields.rule()));
        fields.note(
                "exec",
                "is done by Atoll's sections: the rule is left out, and rules that read its copies of "
                        + String.join(", ", topics) + " read the originals");
        return true;
    }

    private static boolean isPartitioner(Yaml.Scalar uri) {
        if (!(uri.value() instanceof String text)) {
            return false;
        }
        try {
            return Modules.isPartitioner(Template.parse(text).literalPrefix());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The streams to read instead of a rule's topic: the originals of a copy, else the topic itself.
    List<TopicPattern> unpartitioned(YamlFields fields, String key, TopicPattern topic) {
        List<TopicPattern> originals = ruleOf.keySet().stream()
                .filter(original -> !original.startsWith("/") && isCopy(topic, original))
                .map(TopicPattern::parse)
                .toList();
        if (originals.isEmpty()) {
            return List.of(topic);
        }
        fields.note(key, "'" + topic + "' is partitioned by another rule: " + originals + " is read instead");
        return originals;
    }

    private boolean isCopy(TopicPattern topic, String original) {
        if (names.isEmpty()) {
            return topic.isName() && topic.toString().endsWith(".partitioned." + original);
        }
        return names.stream().map(name -> copyOf(name, original)).anyMatch(topic::matches);
    }

    private static String copyOf(Template name, String original) {
        ObjectNode event = JSON.createObjectNode();
        event.putObject("meta").put("stream", original);
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        return name.text(new EventView(bytes, "", Instant.EPOCH));
    }
}
