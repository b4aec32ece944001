/** Who signs the laptop's tokens; the `local` stage names it as its authorizer's issuer. A name, not an address. */
export const LOCAL_ISSUER = "http://localhost/_local/identity";

/** For whom they are meant: the client id that the `local` stage's authorizer asks for. */
export const LOCAL_AUDIENCE = "lifecycle-surveys-local";
