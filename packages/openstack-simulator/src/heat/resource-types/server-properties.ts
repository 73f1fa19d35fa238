import type { PropertiesSchema, PropertySchema } from "@jeroboam/hot";

const blockDevice: PropertySchema = {
  type: "map",
  schema: {
    boot_index: { type: "integer" },
    delete_on_termination: { type: "boolean" },
    device_name: { type: "string" },
    device_type: { type: "string", constraints: [{ allowedValues: ["cdrom", "disk"] }] },
    disk_bus: { type: "string" },
    ephemeral_format: { type: "string" },
    ephemeral_size: { type: "integer" },
    image: { type: "string", constraints: [{ customConstraint: "glance.image" }] },
    snapshot_id: { type: "string" },
    swap_size: { type: "integer" },
    volume_id: { type: "string", constraints: [{ customConstraint: "cinder.volume" }] },
    volume_size: { type: "integer" },
  },
};

const network: PropertySchema = {
  type: "map",
  schema: {
    allocate_network: {
      type: "string",
      updateAllowed: true,
      constraints: [{ allowedValues: ["none", "auto"] }],
    },
    fixed_ip: { type: "string", constraints: [{ customConstraint: "ip_addr" }] },
    floating_ip: { type: "string" },
    network: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
    port: { type: "string", constraints: [{ customConstraint: "neutron.port" }] },
    port_extra_properties: { type: "map" },
    subnet: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
    tag: { type: "string" },
    uuid: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
  },
};

/** What `OS::Nova::Server` accepts. */
export const serverProperties: PropertiesSchema = {
  admin_pass: { type: "string", updateAllowed: true },
  availability_zone: { type: "string" },
  block_device_mapping: { type: "list", items: blockDevice },
  block_device_mapping_v2: { type: "list", items: blockDevice },
  config_drive: { type: "boolean" },
  deployment_swift_data: { type: "map", default: {}, updateAllowed: true },
  diskConfig: { type: "string", constraints: [{ allowedValues: ["AUTO", "MANUAL"] }] },
  flavor: {
    type: "string",
    required: true,
    updateAllowed: true,
    constraints: [{ customConstraint: "nova.flavor" }],
  },
  flavor_update_policy: {
    type: "string",
    default: "RESIZE",
    updateAllowed: true,
    constraints: [{ allowedValues: ["RESIZE", "REPLACE"] }],
  },
  image: {
    type: "string",
    updateAllowed: true,
    constraints: [{ customConstraint: "glance.image" }],
  },
  image_update_policy: {
    type: "string",
    default: "REBUILD",
    updateAllowed: true,
    constraints: [{ allowedValues: ["REBUILD", "REPLACE", "REBUILD_PRESERVE_EPHEMERAL"] }],
  },
  key_name: { type: "string", constraints: [{ customConstraint: "nova.keypair" }] },
  metadata: { type: "map", default: {}, updateAllowed: true },
  name: { type: "string", updateAllowed: true },
  networks: { type: "list", updateAllowed: true, items: network },
  personality: { type: "map", default: {} },
  reservation_id: { type: "string" },
  scheduler_hints: { type: "map" },
  security_groups: { type: "list", default: [] },
  software_config_transport: { type: "string", default: "POLL_SERVER_CFN", updateAllowed: true },
  tags: { type: "list", updateAllowed: true, items: { type: "string" } },
  user_data: { type: "string", default: "", updateAllowed: true },
  user_data_format: {
    type: "string",
    default: "HEAT_CFNTOOLS",
    constraints: [{ allowedValues: ["HEAT_CFNTOOLS", "RAW", "SOFTWARE_CONFIG"] }],
  },
  user_data_update_policy: {
    type: "string",
    default: "REPLACE",
    updateAllowed: true,
    constraints: [{ allowedValues: ["REPLACE", "IGNORE", "REBUILD"] }],
  },
};
