"""Which changes after a signature are in order: pyHanko's rules, which refuse whatever they cannot explain.

One deviation: appearance streams of text fields may not be overwritten in place (a new stream is what honest software
adds). pyHanko's leave for that counts untouched streams as updates, so that on a form locked by the seal the archive
data added later (validation data, document timestamps) would seem to touch locked fields.
"""

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

ARCHIVE_RULES = (DocInfoRule, XrefStreamRule, ObjectStreamRule, DSSCompareRule, MetadataUpdateRule)

POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *(rule().as_qualified(ModificationLevel.LTA_UPDATES) for rule in ARCHIVE_RULES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ]
    ),
)
