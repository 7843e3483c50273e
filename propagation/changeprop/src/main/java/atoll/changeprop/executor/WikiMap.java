package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where wikis live, by wiki id or domain: only what the operator configured, never what an event says. Immutable.
public final class WikiMap {
    private final Map<String, Wiki> wikis;
    private final @Nullable Wiki standard;

    /// @param standard where every wiki lives that is not in the map; none if absent
    public WikiMap(Map<String, Wiki> wikis, @Nullable Wiki standard) {
        this.wikis = Map.copyOf(wikis);
        this.standard = standard;
    }

    /// One wiki, whatever its id.
    public static WikiMap single(String url) {
        return new WikiMap(Map.of(), Wiki.at(url));
    }

    public Optional<Wiki> find(String wiki) {
        return Optional.ofNullable(wikis.getOrDefault(wiki, standard));
    }

    /// Names in the map, in order.
    public List<String> names() {
        return wikis.keySet().stream().sorted().toList();
    }

    /// Where every wiki lives that is not in the map.
    public Optional<Wiki> standard() {
        return Optional.ofNullable(standard);
    }

    /// `host:port` of all wikis.
    public Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        wikis.values().forEach(wiki -> hosts.add(wiki.base().getRawAuthority()));
        if (standard != null) {
            hosts.add(standard.base().getRawAuthority());
        }
        return hosts;
    }

    /// A wiki's address.
    ///
    /// @param base URL of the directory `rest.php` is in, without a slash at its end
    /// @param host sent as `Host`, if the wiki is not reached under its own name
    public record Wiki(URI base, @Nullable String host) {

        /// @throws AtollException INVALID if it is not an http or https URL, or carries a user name, query or fragment
        public static Wiki at(String url) {
            return at(url, null);
        }

        public static Wiki at(String url, @Nullable String host) {
            URI base;
            try {
                base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            } catch (URISyntaxException e) {
                throw refused(url, e.getReason());
            }
            if (!"http".equalsIgnoreCase(base.getScheme()) && !"https".equalsIgnoreCase(base.getScheme())) {
                throw refused(url, "must start with http:// or https://");
            }
            if (base.getRawAuthority() == null
                    || base.getRawUserInfo() != null
                    || base.getRawAuthority().contains("@")) {
                throw refused(url, "must have a host, and no user name or password");
            }
            if (base.getRawQuery() != null || base.getRawFragment() != null) {
                throw refused(url, "must have no query and no fragment");
            }
            return new Wiki(base, host);
        }

        URI resolve(String path) {
            return URI.create(base + path);
        }

        String hostHeader() {
            return host == null ? base.getRawAuthority() : host;
        }

        private static AtollException refused(String url, String why) {
            return new AtollException(
                    ErrorKind.INVALID,
                    "'" + url + "' is not the URL of a wiki: " + why + " (example: http://localhost:8080)");
        }
    }
}
