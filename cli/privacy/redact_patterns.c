/* redact_patterns.c - see redact_patterns.h. */
#include "privacy/redact_patterns.h"

#include <stddef.h>

#define MONTH "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
#define DATE "(?:\\d{1,4}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{1,2}(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?" MONTH ",?\\s+\\d{2,4}|" MONTH "\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{2,4})"
#define NAME "\\p{Lu}[\\p{L}'’-]+"
#define NAMES NAME "(?:\\s+(?:" NAME "|\\p{Lu}\\.?)){0,3}"

const redact_pattern redact_patterns[] = {
    {"e-mail", "(?i)[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"},
    {"web address", "(?i)\\b(?:https?://|www\\.)\\S+"},
    {"telephone number", "(?<![\\d.,/])(?:\\+\\d{1,3}[ .-]?)?(?:\\(\\d{2,5}\\)[ .-]?|\\d{2,5}[ .-])\\d{3,4}[ .-]?\\d{3,4}(?![\\d.,/]\\d)"},
    {"telephone number that is named", "(?i)\\b(?:phone|tel|telephone|mobile|cell|call me (?:at|on)|fax)\\b\\.?(?:\\s*(?:no\\b|number|#|is\\b))*\\.?[:\\s]*\\K\\+?[\\d(][\\d ().-]{5,}\\d"},
    {"long number", "(?<![\\d.,/])\\+?\\d{9,15}(?![\\d.,/]\\d)"},
    {"number of a kind that has hyphens", "\\b\\d{3}-\\d{2}-\\d{4}\\b"},
    {"record number", "(?i)\\b(?:mrn|m\\.r\\.n\\.|medical record|record|nhs|ssn|social security|chart|account|acct|insurance|policy|hospital|patient|pt|unit|case|visit|encounter|member|passport|medicare|medicaid)"
                      "\\s*(?:no\\b\\.?|number|num\\b\\.?|nr\\b\\.?|#|id\\b)?\\s*(?:is\\b)?\\s*[:#=]?\\s*\\K[a-z]{0,4}-?\\d(?:[ -]?[\\da-z]){3,}\\b"},
    {"date of birth", "(?i)\\b(?:d\\.?o\\.?b\\.?|date of birth|birth ?date|birthday|born)\\b\\.?(?:\\s+(?:on|is))?[:\\s]*\\K" DATE},
    {"street", "\\b\\d{1,5}[A-Za-z]?,?\\s+(?:\\p{Lu}[\\p{L}'.-]*\\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Close|Crescent|Place|Pl|Terrace|Square|Sq|Gardens|Grove|Highway|Hwy)\\b\\.?"
               "(?:,?\\s*(?:[Aa]pt|[Uu]nit|[Ff]lat|#)\\.?\\s*\\w+)?"},
    {"British postcode", "\\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2})\\b"},
    {"American place with its code", "\\b(?:" NAME ",?\\s+)?(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\\s+\\d{5}(?:-\\d{4})?\\b"},
    {"name after a title", "\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Doctor|Sister|Nurse)\\b\\.?\\s+\\K" NAMES},
    {"name that is introduced", "(?i:\\b(?:my name is|name's|i am called|i'm called|called myself|name of (?:the )?patient|patient(?:'s)? name|pt(?:'s)? name|full name|first name|last name|surname|signed|regards|sincerely|yours)\\b[,:]?\\s*)\\K" NAMES},
    {"name that is introduced in small letters", "(?i)\\b(?:my name is|my name's)\\s+\\K\\p{L}[\\p{L}'’-]+"},
    {"name of who writes", "(?i:\\bthis is\\s+)\\K" NAMES "|(?:^|[,.!]\\s+)\\K" NAMES "(?=\\s+here\\b)"},
    {"name of a relative or friend", "\\b(?i:my|his|her|their|our)\\s+(?i:daughter|son|wife|husband|partner|girlfriend|boyfriend|mother|mum|mom|father|dad|sister|brother|"
                                     "grandmother|grandma|nan|grandfather|grandad|granddaughter|grandson|aunt|uncle|friend|neighbou?r|carer)"
                                     "(?i:'s name is| is called| named| called)?,?\\s+\\K" NAMES},
    {"name in a form", "(?m)^\\s*(?i:name|patient|pt)\\s*[:=]\\s*\\K" NAMES},
    {NULL, NULL}};
