#!/usr/bin/python3
"""Calls python-magnumclient as a library and prints what it answered as one JSON object.

usage: magnumclient-calls.py CLUSTER

The user comes from OS_*; CLUSTER is a complete cluster of its project. What is
made here is deleted here.
"""
import json
import os
import sys

from keystoneauth1 import loading, session
from magnumclient import client
from magnumclient.common.apiclient import exceptions

CLUSTER = sys.argv[1]
auth = loading.get_plugin_loader('password').load_from_options(
    auth_url=os.environ['OS_AUTH_URL'],
    username=os.environ['OS_USERNAME'],
    password=os.environ['OS_PASSWORD'],
    project_name=os.environ['OS_PROJECT_NAME'],
    user_domain_name=os.environ['OS_USER_DOMAIN_NAME'],
    project_domain_name=os.environ['OS_PROJECT_DOMAIN_NAME'])
keystone = session.Session(auth=auth)
magnum = client.Client('1', session=keystone, region_name=os.environ['OS_REGION_NAME'],
                       api_version='latest')
said = {}


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except exceptions.HttpError as error:
        return [error.http_status, str(error)]
    return 'accepted'


template = magnum.cluster_templates.create(
    name='made by a library', coe='swarm-mode', image_id='Fedora-Atomic-27',
    external_network_id='public', flavor_id='m1.small', master_flavor_id='m1.small',
    keypair_id='testkey', labels={'swarm_strategy': 'spread'})
said['created'] = template.to_dict()
said['got by name'] = magnum.cluster_templates.get('made by a library').uuid == template.uuid
said['patched'] = magnum.cluster_templates.update(template.uuid, [
    {'op': 'replace', 'path': '/name', 'value': 'patched by a library'},
    {'op': 'add', 'path': '/docker_volume_size', 'value': 5},
]).to_dict()
said['listed'] = [one.name for one in magnum.cluster_templates.list(limit=1000, sort_key='name')]
said['unknown attribute'] = refused(
    magnum.cluster_templates.create, name='x', coe='swarm-mode', image_id='nope')
magnum.cluster_templates.delete(template.uuid)
said['deleted'] = refused(magnum.cluster_templates.get, template.uuid)

cluster = magnum.clusters.get(CLUSTER)
said['cluster'] = cluster.to_dict()
said['clusters'] = [one.uuid for one in magnum.clusters.list()]
said['clusters in pages'] = [one.uuid for one in magnum.clusters.list(limit=1)]
said['node groups'] = [one.name for one in magnum.nodegroups.list(cluster.uuid)]
said['masters'] = magnum.nodegroups.get(cluster.uuid, 'default-master').to_dict()
said['certificate'] = magnum.certificates.get(cluster_uuid=cluster.uuid).pem
said['rotation'] = refused(magnum.certificates.rotate_ca, cluster_uuid=cluster.uuid)
said['rename'] = refused(magnum.clusters.update, cluster.uuid, [
    {'op': 'replace', 'path': '/name', 'value': 'x'}])
said['stats'] = magnum.stats.list(project_id=keystone.get_project_id()).to_dict()
said['services'] = refused(magnum.mservices.list)
print(json.dumps(said))
