package atoll.server.node;

import atoll.changeprop.executor.WikiMap;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// The wiki map as configured.
final class Wikis {
    private Wikis() {}

    static WikiMap of(AtollConfig config) {
        Map<String, WikiMap.Wiki> wikis = new HashMap<>();
        config.wikis()
                .forEach((name, address) ->
                        wikis.put(name, WikiMap.Wiki.at(address.url().toString(), address.host())));
        URI only = config.wiki();
        return new WikiMap(wikis, only == null ? null : WikiMap.Wiki.at(only.toString()));
    }
}
