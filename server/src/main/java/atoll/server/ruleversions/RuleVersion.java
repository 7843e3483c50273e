package atoll.server.ruleversions;

import atoll.changeprop.rule.file.RuleFiles;
import atoll.server.admin.wire.AdminJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Something that decided which rules are in force.
///
/// @param number from 1; 0 stands for the files on disk as they are
/// @param files put into force; null if from now on the files on disk are
/// @param hash of the rule set it led to; null if that is the files' on disk
/// @param disk hash of the texts of the files on disk when it was made: if they are others, they were changed after it
record RuleVersion(
        int number,
        Origin origin,
        @Nullable List<RuleFiles.RuleFile> files,
        @Nullable String hash,
        String disk) {

    /// Who made it, when and why.
    record Origin(Instant at, String by, String reason) {}

    /// True if the files on disk are not what is in force.
    boolean isOverride() {
        return files != null;
    }

    byte[] encode() {
        ObjectNode node = AdminJson.object();
        node.put("number", number);
        node.put("at", AdminJson.time(origin.at));
        node.put("by", origin.by);
        node.put("reason", origin.reason);
        node.put("hash", hash);
        node.put("disk", disk);
        if (files != null) {
            var list = node.putArray("files");
            files.forEach(file -> list.addObject().put("name", file.name()).put("text", file.text()));
        }
        return AdminJson.bytes(node);
    }

    static RuleVersion of(JsonNode node) {
        List<RuleFiles.RuleFile> files = null;
        if (node.path("files").isArray()) {
            files = new ArrayList<>();
            for (JsonNode file : node.path("files")) {
                files.add(new RuleFiles.RuleFile(
                        file.path("name").asString(), file.path("text").asString()));
            }
        }
        return new RuleVersion(
                node.path("number").asInt(),
                new Origin(
                        Instant.parse(node.path("at").asString()),
                        node.path("by").asString(),
                        node.path("reason").asString()),
                files,
                node.path("hash").isString() ? node.path("hash").asString() : null,
                node.path("disk").asString());
    }
}
