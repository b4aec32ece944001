/** Whether nobody may know who gave which answer of this version of a program. Apart from its schema, which no page needs. */
export const isAnonymous = ({ anonymous }: { readonly anonymous?: boolean | undefined }): boolean =>
  anonymous === true;
