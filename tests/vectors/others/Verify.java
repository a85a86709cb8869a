import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.XMLStructure;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Asks the JDK's own XML signatures about many documents in one process.
 *
 * <p>Each line that comes in names a document, the number of a signature in it, the file of the
 * trusted root (or nothing) and the time of signing, with tabs between; each line that goes out
 * says "accepted" or "refused". Accepted is what core validation under secure validation holds for
 * valid, by a certificate whose chain (RFC 5280) reaches the root at that time.
 */
public final class Verify {
    private static final String SECURE = "org.jcp.xml.dsig.secureValidation";
    private static final String POLICY = "jdk.xml.dsig.secureValidationPolicy";

    private static String parsedName = "";
    private static Document parsed;

    public static void main(String[] none) throws IOException {
        // As it comes, secure validation stops at 30 references; a packet has one for each page.
        String asItComes = Security.getProperty(POLICY);
        Security.setProperty(POLICY, asItComes.replace("maxReferences 30", "maxReferences 2001"));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(accepts(line.split("\t", -1)) ? "accepted" : "refused");
        }
    }

    private static boolean accepts(String[] asked) {
        try {
            var signatures = document(asked[0]).getElementsByTagNameNS("*", "Signature");
            var signature = (Element) signatures.item(Integer.parseInt(asked[1]));
            var moment = Date.from(OffsetDateTime.parse(asked[3]).toInstant());
            var context = new DOMValidateContext(new Chained(asked[2], moment), signature);
            context.setProperty(SECURE, Boolean.TRUE);
            var factory = XMLSignatureFactory.getInstance("DOM");
            return factory.unmarshalXMLSignature(context).validate(context);
        } catch (IOException | SAXException | MarshalException | XMLSignatureException refused) {
            return false;
        } catch (StackOverflowError tooDeep) {
            return false;
        }
    }

    /** The document, with every Id made one that references find. */
    private static Document document(String name) throws IOException, SAXException {
        if (!name.equals(parsedName)) {
            parsed = parse(name);
            parsedName = name;
            NodeList elements = parsed.getElementsByTagName("*");
            for (int number = 0; number < elements.getLength(); number++) {
                var element = (Element) elements.item(number);
                Attr id = element.getAttributeNode("Id");
                if (id != null) {
                    element.setIdAttributeNode(id, true);
                }
            }
        }
        return parsed;
    }

    private static Document parse(String name) throws IOException, SAXException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try {
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(Path.of(name).toFile());
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key of the first certificate in KeyInfo, once its chain reaches the root. */
    private static final class Chained extends KeySelector {
        private final String root;
        private final Date moment;

        Chained(String root, Date moment) {
            this.root = root;
            this.moment = moment;
        }

        @Override
        public KeySelectorResult select(
                KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
                throws KeySelectorException {
            List<X509Certificate> sent = certificates(info);
            try {
                requireChain(sent);
            } catch (GeneralSecurityException | IOException | RuntimeException untrusted) {
                throw new KeySelectorException(untrusted);
            }
            Key key = sent.get(0).getPublicKey();
            return () -> key;
        }

        private static List<X509Certificate> certificates(KeyInfo info)
                throws KeySelectorException {
            var found = new ArrayList<X509Certificate>();
            for (XMLStructure each : info == null ? List.<XMLStructure>of() : info.getContent()) {
                if (each instanceof X509Data data) {
                    for (Object item : data.getContent()) {
                        if (item instanceof X509Certificate certificate) {
                            found.add(certificate);
                        }
                    }
                }
            }
            if (found.isEmpty()) {
                throw new KeySelectorException("no certificate");
            }
            return found;
        }

        private void requireChain(List<X509Certificate> sent)
                throws GeneralSecurityException, IOException {
            var factory = CertificateFactory.getInstance("X.509");
            try (InputStream file = new FileInputStream(root)) {
                var trusted = (X509Certificate) factory.generateCertificate(file);
                var parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted, null)));
                parameters.setDate(moment);
                parameters.setRevocationEnabled(false);
                var path = factory.generateCertPath(sent);
                CertPathValidator.getInstance("PKIX").validate(path, parameters);
            }
        }
    }
}
