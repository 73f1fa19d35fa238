import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { ApiClient } from "./api-client.ts";

/** For `CN=admin, O=system:masters`; nobody has the key. */
const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIICbjCCAVYCAQAwKTEOMAwGA1UEAwwFYWRtaW4xFzAVBgNVBAoMDnN5c3RlbTpt
YXN0ZXJzMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnLMuZDSGb2ab
NgejYQwDHAsNSC1Gx1qJTKnC3z/iN93K0YHPGMAPdEE8EGmheqwcDy8a22ge3Yls
9MjB2GsXDfrWNhunry8POTl8TQ/5rYyDbLpbeErUkJsg3W0mzIM9gujIsgVQztUc
a/LfBotB5kaJJhJ+PlsQWTLvvpGbtyb2Fmcw5ATeOIhxXQFql4UlNtzZoMXBmyxA
LItBEjVkGcDnN7EnLnYZjyZuZqAxQR2GF09Gih+oXcaQm4fD+hcVMnom+MKWGqnX
bwR9zny1x9EMur69sZJL7zRQGhAe3D2SFREJ4hIVxZKSapnaxlnEcd5/IVnUCu57
Ic6jK4lDUwIDAQABoAAwDQYJKoZIhvcNAQELBQADggEBAH81rmwg1d4BzXg47/iu
i9YNTngf1WJd0UUWzILzMsVQrcJIUIgHd4Fdj1zKKMh4581pmn6XsBmLB9YkA5VC
GynvCysL02GeKFY4JHVnDdKeSF1jdmcwpIMY1FoAQ9SE4EPv1ma6CHDcnYrG6gKC
byAM0Uk1Cj89QvM1qPjuRLJ3bINo6BjwLXBSx7aoWjZpMLtAgO3jL7bWN9+njZ+Y
x7bnJu23gHwIA9nBgfm623TKtkGPdby41jMn4UtO4F+h0PDLegEo+GuiPCyKjfPA
2UI9q5U/HaZpFgZU6sZO6w+pA9gnP4wTQmfrZHQHZDX+TZ5qkugi3ql0Eq1HWCk4
4bk=
-----END CERTIFICATE REQUEST-----
`;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;
const shownSchema = z.looseObject({ pem: z.string() });

/** Lets a cluster's authority certify a request; answers what is wrong with the certificate. */
export async function signingComplaints(
  client: ApiClient,
  clusterUuid: string,
): Promise<readonly string[]> {
  const shown = await client.askUntilAnswered({
    method: "GET",
    path: `/certificates/${clusterUuid}`,
  });
  const signed = await client.askUntilAnswered({
    method: "POST",
    path: "/certificates",
    body: { cluster_uuid: clusterUuid, csr: REQUEST },
  });
  const authority = certificateIn(shown.body);
  const certificate = certificateIn(signed.body);
  if (!authority) return [`its authority is not shown: ${JSON.stringify(shown)}`];
  if (!certificate) return [`a request is not certified: ${JSON.stringify(signed)}`];
  return certificate.verify(authority.publicKey)
    ? []
    : ["a certificate is signed with another key than that of the authority that is shown"];
}

/** The first one; during a rotation that is the one that signs. */
function certificateIn(body: unknown): X509Certificate | undefined {
  const [pem] = PEM.exec(shownSchema.safeParse(body).data?.pem ?? "") ?? [];
  return pem === undefined ? undefined : new X509Certificate(pem);
}
