package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsHttpTest {
    private static final String PASSWORD = "changeit-please";

    @TempDir
    private Path directory;

    @Test
    void speaksHttp2AndHttp11OverTls() throws Exception {
        Path keyStore = keyStore();
        HttpServerConfig config = RunningServer.CONFIG.withTls(new HttpServerConfig.Tls(keyStore, PASSWORD));
        assertThat(config.toString()).doesNotContain(PASSWORD);
        try (RunningServer server = new RunningServer(config, Route.get("/a", _ -> HttpResponse.text(200, "safe")));
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trusting(keyStore)).build()) {
            for (HttpClient.Version version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
                var request = java.net.http.HttpRequest.newBuilder(
                                URI.create("https://localhost:" + server.port() + "/a"))
                        .version(version)
                        .build();
                var response = client.send(request, BodyHandlers.ofString());
                assertThat(response.version()).isEqualTo(version);
                assertThat(response.body()).isEqualTo("safe");
            }
            try (RawClient plain = server.connect()) {
                plain.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(plain.isClosedByServer()).isTrue();
            }
            assertThat(server.warnings()).isEmpty();
        }
    }

    private Path keyStore() throws IOException, InterruptedException {
        Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
        Path keyStore = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        java.resolveSibling("keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return keyStore;
    }

    private static SSLContext trusting(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
