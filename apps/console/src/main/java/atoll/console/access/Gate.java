package atoll.console.access;

import atoll.base.id.Randomness;
import atoll.http.HttpRequest;
import atoll.http.origin.Network;
import atoll.http.origin.RequestOrigin;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells who sent a request and what a form must carry to be believed. Safe for use by many threads.
public final class Gate {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@ -]{1,100}");

    private final Reading reading;
    private final @Nullable Proxy proxy;
    private final Sessions sessions;
    private final Randomness randomness;
    private final Tokens tokens;

    /// Who may see the pages without a name.
    public enum Reading {
        /// Whoever is on this machine.
        THIS_MACHINE,
        NOBODY
    }

    /// A proxy that authenticates users.
    ///
    /// @param header carries the name; believed from these networks only
    public record Proxy(String header, List<Network> networks) {
        public Proxy {
            networks = List.copyOf(networks);
        }

        @Nullable
        String user(HttpRequest request) {
            List<String> names = request.headers().all(header);
            return names.size() == 1
                            && NAME.matcher(names.getFirst().strip()).matches()
                            && isIn(request.remoteAddress())
                    ? names.getFirst().strip()
                    : null;
        }

        private boolean isIn(String address) {
            try {
                InetAddress from = InetAddress.ofLiteral(address);
                return networks.stream().anyMatch(network -> network.contains(from));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    public Gate(Reading reading, @Nullable Proxy proxy, Sessions sessions, Randomness randomness) {
        this.reading = reading;
        this.proxy = proxy;
        this.sessions = sessions;
        this.randomness = randomness;
        this.tokens = new Tokens(randomness);
    }

    public Visitor visitor(HttpRequest request) {
        String session = Cookies.read(request.headers(), Cookies.SESSION);
        String user = session == null ? null : sessions.user(session);
        if (session != null && user != null) {
            return new Visitor(user, session, false, true, seal(session, user), true);
        }
        String known = Cookies.read(request.headers(), Cookies.BROWSER);
        String browser = known == null ? Tokens.random(randomness) : known;
        String proxied = proxy == null ? null : proxy.user(request);
        boolean mayRead = proxied != null
                || (reading == Reading.THIS_MACHINE
                        && RequestOrigin.isThisMachine(request.remoteAddress(), request.headers()));
        String name = proxied == null ? "" : proxied;
        return new Visitor(proxied, browser, known == null, mayRead, seal(browser, name), false);
    }

    /// True if a form was made for this visitor and not sent by a page of another site.
    public boolean isGenuine(HttpRequest request, Visitor visitor, String csrf) {
        return !visitor.isNew() && Tokens.same(visitor.csrf(), csrf) && !RequestOrigin.isOtherSite(request.headers());
    }

    private String seal(String browser, String user) {
        return tokens.seal(browser + " " + user);
    }
}
