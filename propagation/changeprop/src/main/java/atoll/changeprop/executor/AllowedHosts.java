package atoll.changeprop.executor;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.rule.AuthorityText;
import atoll.changeprop.rule.template.Template;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides where a rule's request may go: to the host written out in the rule, or, if an event had a say in the host,
/// to one of a list.
public final class AllowedHosts {
    private static final String ANY = "*.";

    private final Set<String> hosts;

    /// @param hosts `host` (then on the scheme's own port) or `host:port`; a host may begin with `*.`, which stands for
    /// any names below the rest
    /// @throws AtollException INVALID for a `*` elsewhere
    public AllowedHosts(Collection<String> hosts) {
        for (String host : hosts) {
            boolean isAny = host.startsWith(ANY) && host.length() > ANY.length();
            if (host.indexOf('*', isAny ? 1 : 0) >= 0) {
                throw new AtollException(
                        ErrorKind.INVALID,
                        "allowed-hosts has '" + host
                                + "': a * may only stand for the first part of a name (example: *.wiki.example)");
            }
        }
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /// What [#check] says: one of both is present.
    record Verdict(@Nullable URI target, String refusal) {}

    /// @param template the rule's URI
    /// @param text what it became with the event
    Verdict check(Template template, String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return refused("'" + shortened(text) + "' is not a URL: " + e.getReason()
                    + "; write {…} instead of {{…}} to have values encoded");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        if (!scheme.equals("http") && !scheme.equals("https") || authority == null) {
            return refused("'" + shortened(text) + "' is not an http or https URL");
        }
        if (authority.contains("@")) {
            return refused("'" + shortened(text) + "' carries a user name or password");
        }
        String literal = template.literalPrefix();
        if (template.isLiteral() || AuthorityText.isComplete(literal)) {
            return authority.equals(AuthorityText.of(literal))
                    ? new Verdict(uri, "")
                    : refused("the event changed the host of '" + shortened(text) + "'");
        }
        return isListed(scheme, authority.toLowerCase(Locale.ROOT))
                ? new Verdict(uri, "")
                : refused(
                        "host '" + shortened(authority)
                                + "' comes from the event and is not configured; add it to allowed-hosts if requests may go there");
    }

    private boolean isListed(String scheme, String authority) {
        if (isListedAs(scheme, authority)) {
            return true;
        }
        for (int dot = authority.indexOf('.'); dot > 0; dot = authority.indexOf('.', dot + 1)) {
            if (isListedAs(scheme, "*" + authority.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    private boolean isListedAs(String scheme, String authority) {
        String ownPort = scheme.equals("https") ? ":443" : ":80";
        String without =
                authority.endsWith(ownPort) ? authority.substring(0, authority.length() - ownPort.length()) : authority;
        return hosts.contains(authority) || hosts.contains(without) || hosts.contains(without + ownPort);
    }

    private static Verdict refused(String why) {
        return new Verdict(null, why);
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
