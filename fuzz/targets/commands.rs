#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lamplighter::tests::hostile::enter("commands", bytes));
