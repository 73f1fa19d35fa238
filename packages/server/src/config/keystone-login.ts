import type { MagnumOption } from "./magnum-option.ts";
import type { OptionLookup } from "./option-lookup.ts";
import {
  AUTH_LOGIN,
  AUTH_SECTION,
  AUTH_TLS,
  AUTHENTICATE_URI,
  AUTHTOKEN_LOGIN,
  AUTHTOKEN_TLS,
  FORMER_LOGIN,
} from "./options/keystone-options.ts";

type Login = Readonly<Record<string, string>>;
const FORMER_PORT = "35357";

/**
 * The service's own login as the OS_* variables that say the same; undefined where the files name none.
 *
 * @upstream magnum/common/keystone.py `_get_auth`: `[keystone_auth]` when it is complete, else
 * `[keystone_authtoken]`, both whole
 */
export function keystoneLogin(lookup: Pick<OptionLookup, "find">): Login | undefined {
  const own = read(lookup, AUTH_LOGIN);
  const borrowed = lookup.find(AUTH_SECTION) !== undefined;
  if (!borrowed && own["auth_url"] !== undefined)
    return asVariables({ ...own, ...read(lookup, AUTH_TLS) });
  const { region_name, interface: chosen } = own;
  const shared = {
    ...formerLogin(lookup),
    ...read(lookup, AUTHTOKEN_LOGIN),
    ...read(lookup, AUTHTOKEN_TLS),
    ...(region_name === undefined ? {} : { region_name }),
    ...(chosen === undefined ? {} : { interface: chosen }),
  };
  const uri = lookup.find(AUTHENTICATE_URI)?.value;
  const login: Login = uri === undefined ? shared : { auth_url: uri, ...shared };
  return login["auth_url"] === undefined ? undefined : asVariables(login);
}

/** What keystonemiddleware called `auth_host` and `admin_user`. */
function formerLogin(lookup: Pick<OptionLookup, "find">): Login {
  const former = read(lookup, FORMER_LOGIN);
  const { auth_protocol = "https", auth_host, auth_port = FORMER_PORT, identity_uri } = former;
  const url =
    identity_uri ??
    (auth_host === undefined ? undefined : `${auth_protocol}://${auth_host}:${auth_port}`);
  return {
    ...(url === undefined ? {} : { auth_url: url }),
    ...renamed(former, "admin_user", "username"),
    ...renamed(former, "admin_password", "password"),
    ...renamed(former, "admin_tenant_name", "project_name"),
  };
}

function renamed(from: Login, name: string, to: string): Login {
  const value = from[name];
  return value === undefined ? {} : { [to]: value };
}

function read(
  lookup: Pick<OptionLookup, "find">,
  options: ReadonlyMap<string, MagnumOption<string | boolean>>,
): Login {
  return Object.fromEntries(
    [...options].flatMap(([name, option]) => {
      const value = lookup.find(option)?.value;
      return value === undefined || value === "" ? [] : [[name, String(value)]];
    }),
  );
}

function asVariables(login: Login): Login {
  return Object.fromEntries(
    Object.entries(login).map(([name, value]) => [`OS_${name.toUpperCase()}`, value]),
  );
}
