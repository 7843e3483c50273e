package atoll.changeprop.links;

import atoll.changeprop.rule.LinkKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a wiki's action API answered to a [LinkQuery]. Exactly one of these.
public sealed interface LinkAnswer {

    /// @param titles with spaces, as MediaWiki writes them
    /// @param next where the following answer begins; null if this is the last
    record Page(List<String> titles, @Nullable String next) implements LinkAnswer {
        public Page {
            titles = List.copyOf(titles);
        }
    }

    /// The API refused.
    ///
    /// @param code MediaWiki's word for the reason, such as `maxlag`
    record Refused(String code, String text) implements LinkAnswer {}

    /// Not the API's JSON, or cut off.
    record Garbage() implements LinkAnswer {}

    static LinkAnswer read(byte[] body, LinkKind kind) {
        JsonNode root;
        try {
            root = Reading.JSON.readTree(body);
        } catch (JacksonException e) {
            return new Garbage();
        }
        JsonNode error = root.path("error");
        if (error.isObject()) {
            return new Refused(
                    error.path("code").asString("unknown"), error.path("info").asString(""));
        }
        JsonNode list = root.path("query").path(kind.list());
        if (!list.isArray()) {
            return new Garbage();
        }
        List<String> titles = new ArrayList<>(list.size());
        for (JsonNode page : list) {
            if (!page.path("title").isString() || page.path("title").asString().isEmpty()) {
                return new Garbage();
            }
            titles.add(page.path("title").asString());
        }
        JsonNode next = root.path("continue").path(kind.prefix() + "continue");
        return new Page(titles, next.isString() ? next.asString() : null);
    }

    /// Keeps the reader out of the interface.
    final class Reading {
        private static final JsonMapper JSON = new JsonMapper();

        private Reading() {}
    }
}
