import {
  valueError,
  type FunctionTable,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { yaql } from "../yaql/yaql.ts";
import { and, equals, ifFunction, not, or } from "./condition-functions.ts";
import { contains, filter, listConcat, listConcatUnique } from "./list-functions.ts";
import { makeUrl } from "./make-url.ts";
import { mapMerge, mapReplace } from "./map-functions.ts";
import { getAttr, getFile, getParam, getResource, resourceFacade } from "./reference-functions.ts";
import { repeat } from "./repeat.ts";
import { digest, listJoin, strReplace, strSplit } from "./string-functions.ts";

/** What may stand anywhere but in conditions. A map with any other single key is plain data. */
export const valueFunctions: FunctionTable = {
  get_param: getParam,
  get_resource: getResource,
  get_attr: getAttr,
  get_file: getFile,
  resource_facade: resourceFacade,
  list_join: listJoin,
  str_replace: strReplace({ strict: false, allowEmpty: true }),
  str_replace_strict: strReplace({ strict: true, allowEmpty: true }),
  str_replace_vstrict: strReplace({ strict: true, allowEmpty: false }),
  str_split: strSplit,
  digest,
  repeat,
  list_concat: listConcat,
  list_concat_unique: listConcatUnique,
  filter,
  contains,
  map_merge: mapMerge,
  map_replace: mapReplace,
  make_url: makeUrl,
  yaql,
  if: ifFunction,
};

const outOfPlace: TemplateFunction = {
  check(_args, name) {
    throw valueError(`The function "${name}" is invalid in this context`);
  },
  compute: () => null,
};

/** What may stand in conditions; the other functions are errors there. */
export const conditionFunctions: FunctionTable = {
  ...Object.fromEntries(Object.keys(valueFunctions).map((name) => [name, outOfPlace])),
  get_param: getParam,
  equals,
  not,
  and,
  or,
  yaql,
  contains,
};
