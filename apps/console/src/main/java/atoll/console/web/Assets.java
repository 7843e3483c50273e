package atoll.console.web;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Scripts, styles and pictures out of the jar. An address has a hash of the content, so that a browser may keep what
/// it
/// has for ever; without a hash that fits, it has to ask again. Immutable.
public final class Assets {
    private static final String PATH = "/console/assets/";
    private static final int HASH_DIGITS = 16;
    private static final Map<String, String> FILES = files();

    private final Map<String, Asset> assets = new LinkedHashMap<>();

    // Never compared: only a carrier.
    @SuppressWarnings("ArrayRecordComponent")
    private record Asset(String type, String hash, byte[] plain, byte[] gzip) {}

    public Assets() {
        FILES.forEach((name, file) -> assets.put(name, load(file)));
    }

    /// By the name in an address.
    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("console.css", "console.css");
        files.put("console.js", "console.js");
        files.put("icon.svg", "icon.svg");
        files.put("htmx.js", "htmx/htmx.min.js");
        files.put("uplot.js", "uplot/uPlot.iife.min.js");
        files.put("uplot.css", "uplot/uPlot.min.css");
        return files;
    }

    private static Asset load(String file) {
        try (InputStream in = Assets.class.getResourceAsStream("/atoll/console/assets/" + file)) {
            if (in == null) {
                throw new AssertionError("the program comes with the asset '" + file + "'");
            }
            byte[] plain = in.readAllBytes();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(plain);
            }
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(plain))
                    .substring(0, HASH_DIGITS);
            return new Asset(type(file), hash, plain, packed.toByteArray());
        } catch (IOException e) {
            throw new AtollException(ErrorKind.INTERNAL, "asset '" + file + "' in the program cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> throw new AssertionError("no content type for '" + file + "'");
        };
    }

    /// Where a page finds an asset.
    public String url(String name) {
        return PATH + asset(name).hash + "/" + name;
    }

    private Asset asset(String name) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new AssertionError("no asset '" + name + "'");
        }
        return asset;
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH + "{hash}/{name}", this::serve));
    }

    private HttpResponse serve(HttpRequest request) {
        Asset asset = assets.get(request.pathParameter("name"));
        if (asset == null) {
            throw new AtollException(ErrorKind.NOT_FOUND, "the console has no such asset");
        }
        String tag = "\"" + asset.hash + "\"";
        boolean isExact = asset.hash.equals(request.pathParameter("hash"));
        String caching = isExact ? "public, max-age=31536000, immutable" : "no-cache";
        if (tag.equals(request.headers().first("If-None-Match"))) {
            return common(HttpResponse.of(304), tag, caching);
        }
        String accepted = request.headers().first("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            return common(HttpResponse.bytes(200, asset.type, asset.gzip), tag, caching)
                    .withHeader("Content-Encoding", "gzip");
        }
        return common(HttpResponse.bytes(200, asset.type, asset.plain), tag, caching);
    }

    private static HttpResponse common(HttpResponse response, String tag, String caching) {
        return SecurityHeaders.with(response)
                .withHeader("ETag", tag)
                .withHeader("Cache-Control", caching)
                .withHeader("Vary", "Accept-Encoding");
    }
}
