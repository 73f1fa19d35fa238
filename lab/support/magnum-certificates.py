#!/usr/bin/env python3
"""Magnum's own code for Barbican, as the user of the environment: keep, read or delete a key pair.

magnum-certificates.py keep CLUSTER_UUID | read REF CLUSTER_UUID | delete REF CLUSTER_UUID
Prints JSON: the reference, the certificate and the private key without encryption.
"""
import json
import os
import sys

import magnum.conf
from magnum.common import context
from magnum.common.cert_manager import barbican_cert_manager
from magnum.common.x509 import operations

PASSPHRASE = 'abcdefgh1234'
CONF = magnum.conf.CONF


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def configure():
    CONF([], project='magnum', default_config_files=['/dev/null'])
    group = 'keystone_auth'
    values = {
        'auth_type': 'password', 'auth_url': os.environ['OS_AUTH_URL'],
        'username': os.environ['OS_USERNAME'], 'password': os.environ['OS_PASSWORD'],
        'project_name': os.environ['OS_PROJECT_NAME'],
        'user_domain_name': 'Default', 'project_domain_name': 'Default',
    }
    from keystoneauth1 import loading
    for option in loading.get_auth_plugin_conf_options('password'):
        CONF.register_opt(option, group=group)
    for name, value in values.items():
        CONF.set_override(name, value, group)


def shown(ref, cert):
    return {'ref': ref, 'certificatePem': text(cert.get_certificate()),
            'privateKeyPem': text(cert.get_decrypted_private_key())}


def main(action, *words):
    configure()
    manager, ctx = barbican_cert_manager.CertManager, context.make_admin_context()
    if action == 'keep':
        ca = operations.generate_ca_certificate('recorded', encryption_password=PASSPHRASE)
        ref = manager.store_cert(ca['certificate'], private_key=ca['private_key'],
                                 private_key_passphrase=PASSPHRASE, name='recorded', context=ctx)
        return shown(ref, manager.get_cert(ref, resource_ref=words[0], context=ctx))
    ref, cluster = words
    if action == 'read':
        return shown(ref, manager.get_cert(ref, resource_ref=cluster, context=ctx))
    manager.delete_cert(ref, resource_ref=cluster, context=ctx)
    return {'ref': ref}


print(json.dumps(main(*sys.argv[1:])))
